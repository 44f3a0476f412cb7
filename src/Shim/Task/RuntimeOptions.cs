using System;
using System.Text;
using System.Text.Json;

using Runtime.Shim.Wire;
using Runtime.Syscalls;

namespace Runtime.Shim.Task;

/// <summary>
/// What the user told containerd about the runtime. <c>ctr</c>, CRI and Docker send containerd.runc.v1.Options to the runtime name io.containerd.runc.v2 only, and to any other
/// runtimeoptions.v1.Options, whose body is the table of config.toml; or nothing.
/// </summary>
internal sealed record RuntimeOptions
{
    public const string RuncType = "containerd.runc.v1.Options";
    public const string GenericType = "runtimeoptions.v1.Options";

    public string BinaryName { get; private set; } = "";

    public string Root { get; private set; } = "";

    public bool SystemdCgroup { get; private set; }

    public bool NoPivotRoot { get; private set; }

    public bool NoNewKeyring { get; private set; }

    public string ShimCgroup { get; private set; } = "";

    public uint IoUid { get; private set; }

    public uint IoGid { get; private set; }

    public string CriuImagePath { get; private set; } = "";

    public string CriuWorkPath { get; private set; } = "";

    public static RuntimeOptions Read(Any? any)
    {
        RuntimeOptions options = new();
        if (any is null || any.Type.Length == 0)
        {
            return options;
        }

        if (any.Is(RuncType))
        {
            options.ReadRunc(any.Value);
        }
        else if (any.Is(GenericType))
        {
            options.ReadGeneric(any.Value);
        }
        else
        {
            throw new UsageException($"options of type \"{any.Type}\": neither {RuncType} nor {GenericType}");
        }

        return options;
    }

    private void ReadRunc(byte[] message)
    {
        MessageReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    NoPivotRoot = reader.Boolean;
                    break;
                case 2:
                    NoNewKeyring = reader.Boolean;
                    break;
                case 3:
                    ShimCgroup = reader.Text;
                    break;
                case 4:
                    IoUid = reader.UInt32;
                    break;
                case 5:
                    IoGid = reader.UInt32;
                    break;
                case 6:
                    BinaryName = reader.Text;
                    break;
                case 7:
                    Root = reader.Text;
                    break;
                case 9:
                    SystemdCgroup = reader.Boolean;
                    break;
                case 10:
                    CriuImagePath = reader.Text;
                    break;
                case 11:
                    CriuWorkPath = reader.Text;
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadGeneric(byte[] message)
    {
        string path = "";
        string body = "";
        MessageReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    path = reader.Text;
                    break;
                case 3:
                    body = Encoding.UTF8.GetString(reader.Bytes);
                    break;
                default:
                    break;
            }
        }

        ReadToml(body.Length > 0 ? body : path.Length > 0 ? Kernel.ReadText(path) : "");
    }

    // The one table of it: KEY = "text", KEY = true, KEY = 1; sub-tables belong to others.
    private void ReadToml(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith('['))
            {
                return;
            }

            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                Set(line[..equals].Trim().Trim('"'), TomlValue(line[(equals + 1)..].Trim()));
            }
        }
    }

    private static string TomlValue(string text)
    {
        if (text.Length > 1 && text[0] == '\'')
        {
            int end = text.IndexOf('\'', 1);
            return end > 0 ? text[1..end] : throw new UsageException($"options: {Quoted.Text(text)} has no end");
        }

        if (text.Length > 0 && text[0] == '"')
        {
            try
            {
                // The escapes of a basic string are those of JSON, but for \U and \e.
                Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), isFinalBlock: false, default);
                reader.Read();
                return reader.GetString() ?? "";
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw new UsageException($"options: {Quoted.Text(text)} is no text");
            }
        }

        int comment = text.IndexOf('#');
        return (comment >= 0 ? text[..comment] : text).Trim();
    }

    private void Set(string key, string value)
    {
        switch (key)
        {
            case "NoPivotRoot":
                NoPivotRoot = value == "true";
                break;
            case "NoNewKeyring":
                NoNewKeyring = value == "true";
                break;
            case "ShimCgroup":
                ShimCgroup = value;
                break;
            case "IoUid":
                IoUid = ReadNumber(key, value);
                break;
            case "IoGid":
                IoGid = ReadNumber(key, value);
                break;
            case "BinaryName":
                BinaryName = value;
                break;
            case "Root":
                Root = value;
                break;
            case "SystemdCgroup":
                SystemdCgroup = value == "true";
                break;
            case "CriuImagePath":
                CriuImagePath = value;
                break;
            case "CriuWorkPath":
                CriuWorkPath = value;
                break;
            default:
                break; // containerd's own keys are in the same table
        }
    }

    private static uint ReadNumber(string key, string value)
    {
        return uint.TryParse(value, out uint number) ? number : throw new UsageException($"options: {key} is {Quoted.Text(value)}, which is no number");
    }
}
