using System;
using System.Collections.Generic;
using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>The service manager: makes, changes and ends the units that hold containers (org.freedesktop.systemd1(5)).</summary>
internal sealed class Systemd : IDisposable
{
    private const string Service = "org.freedesktop.systemd1";
    private const string ObjectPath = "/org/freedesktop/systemd1";
    private const string Interface = "org.freedesktop.systemd1.Manager";
    private const string NoSuchUnit = "org.freedesktop.systemd1.NoSuchUnit";
    private const string UnitExists = "org.freedesktop.systemd1.UnitExists";

    private static readonly BusCall s_addMatch = new("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s");
    private static readonly BusCall s_get = new(Service, ObjectPath, "org.freedesktop.DBus.Properties", "Get", "ss");

    private readonly SystemBus _bus;
    private readonly Dictionary<string, string> _results = [];
    private bool _hearsJobs;

    private Systemd(SystemBus bus)
    {
        _bus = bus;
    }

    /// <summary>PID 1 of this host is systemd (sd_booted(3)).</summary>
    public static bool IsRunning => Kernel.TryStat("/run/systemd/system", out _) == 0;

    /// <param name="addresses">Of a manager.</param>
    /// <param name="patience">Of each wait, in milliseconds.</param>
    public static Systemd Connect(ReadOnlySpan<BusAddress> addresses, int patience = SystemBus.StandardPatience)
    {
        return new Systemd(SystemBus.Connect(addresses, patience));
    }

    /// <summary>Of the manager, when it is not at the root: a user's is below that user's slice.</summary>
    public string ControlGroup()
    {
        return Property("ControlGroup");
    }

    /// <summary>Such as 252. Old ones do not know every property.</summary>
    public int Version()
    {
        string text = Property("Version"); // "252.39-1~deb12u1", of old "v219"
        int version = 0;
        foreach (char digit in text.AsSpan().TrimStart('v'))
        {
            if (!char.IsAsciiDigit(digit))
            {
                break;
            }

            version = (version * 10) + (digit - '0');
        }

        return version;
    }

    /// <summary>Makes a unit, and waits until it is there.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="properties">Writes the properties of the unit, an <c>a(sv)</c>.</param>
    public void Start(string unit, Action<BusWriter> properties)
    {
        string doing = "starting the systemd unit " + Quoted.Text(unit);
        HearJobs(doing);
        BusMessage answer;
        try
        {
            answer = StartOnce();
        }
        catch (BusException stale) when (stale.ErrorName == UnitExists)
        {
            // One of this name that failed stays until somebody has taken notice.
            Reset(unit);
            answer = StartOnce();
        }

        string result = WaitForJob(doing, answer.Body.ReadString());
        if (result != "done")
        {
            Reset(unit);
            throw new BusException(doing + ": the job's result is " + Quoted.Text(result));
        }

        BusMessage StartOnce()
        {
            BusWriter arguments = new();
            arguments.WriteString(unit);
            arguments.WriteString("replace");
            WriteProperties(arguments, properties);
            arguments.EndArray(arguments.BeginArray(8)); // auxiliary units: none
            return Call(doing, "StartTransientUnit", "ssa(sv)a(sa(sv))", arguments);
        }
    }

    /// <summary>Changes a unit until the next boot.</summary>
    public void SetProperties(string unit, Action<BusWriter> properties)
    {
        BusWriter arguments = new();
        arguments.WriteString(unit);
        arguments.WriteBoolean(true);
        WriteProperties(arguments, properties);
        _ = Call("changing the systemd unit " + Quoted.Text(unit), "SetUnitProperties", "sba(sv)", arguments);
    }

    /// <summary>Moves a process into a unit, where only the manager may do that.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="below">A cgroup below the unit's; empty: the unit's.</param>
    /// <param name="pid">The process.</param>
    public void Attach(string unit, string below, int pid)
    {
        BusWriter arguments = new();
        arguments.WriteString(unit);
        arguments.WriteString(below);
        BusArray pids = arguments.BeginArray(4);
        arguments.WriteUInt32((uint)pid);
        arguments.EndArray(pids);
        _ = Call("moving process " + LimitValue.Text(pid) + " into the systemd unit " + Quoted.Text(unit), "AttachProcessesToUnit", "ssau", arguments);
    }

    /// <summary>Ends a unit and waits until it is gone; one that is gone has ended.</summary>
    public void Stop(string unit)
    {
        string doing = "stopping the systemd unit " + Quoted.Text(unit);
        HearJobs(doing);
        BusWriter arguments = new();
        arguments.WriteString(unit);
        arguments.WriteString("replace");
        try
        {
            _ = WaitForJob(doing, Call(doing, "StopUnit", "ss", arguments).Body.ReadString());
        }
        catch (BusException gone) when (gone.ErrorName == NoSuchUnit)
        {
            return;
        }

        Reset(unit);
    }

    public void Dispose()
    {
        _bus.Dispose();
    }

    private void Reset(string unit)
    {
        BusWriter arguments = new();
        arguments.WriteString(unit);
        try
        {
            _ = Call("resetting the systemd unit " + Quoted.Text(unit), "ResetFailedUnit", "s", arguments);
        }
        catch (BusException gone) when (gone.ErrorName == NoSuchUnit)
        {
            // It had not failed, and ended.
        }
    }

    private static void WriteProperties(BusWriter arguments, Action<BusWriter> properties)
    {
        BusArray array = arguments.BeginArray(8);
        properties(arguments);
        arguments.EndArray(array);
    }

    private string Property(string name)
    {
        BusWriter arguments = new();
        arguments.WriteString(Interface);
        arguments.WriteString(name);
        BusReader answer = Call("asking systemd for its " + name, s_get, arguments).Body;
        return answer.ReadStringVariant();
    }

    // Before the first job, so that none ends unheard.
    private void HearJobs(string doing)
    {
        if (_hearsJobs || !_bus.HasBus)
        {
            return; // systemd's own socket passes on every signal
        }

        BusWriter arguments = new();
        arguments.WriteString("type='signal',sender='" + Service + "',interface='" + Interface + "',member='JobRemoved'");
        _ = Call(doing, s_addMatch, arguments);
        _hearsJobs = true;
    }

    private string WaitForJob(string doing, string job)
    {
        long end = _bus.Deadline();
        string? result;
        while (!_results.TryGetValue(job, out result))
        {
            try
            {
                KeepResult(_bus.Receive(end));
            }
            catch (BusException failure)
            {
                throw new BusException(doing + ": " + failure.Message, failure.ErrorName);
            }
        }

        return result;
    }

    private void KeepResult(BusMessage message)
    {
        if (message.Type == BusMessage.SIGNAL && message.Member == "JobRemoved" && message.Signature == "uoss")
        {
            BusReader body = message.Body;
            _ = body.ReadUInt32();
            string job = body.ReadString();
            _ = body.ReadString();
            _results[job] = body.ReadString();
        }
    }

    private BusMessage Call(string doing, string member, string signature, BusWriter arguments)
    {
        return Call(doing, new BusCall(Service, ObjectPath, Interface, member, signature), arguments);
    }

    private BusMessage Call(string doing, BusCall call, BusWriter arguments)
    {
        try
        {
            return _bus.Call(call, arguments, KeepResult);
        }
        catch (BusException failure)
        {
            throw new BusException(doing + ": " + failure.Message, failure.ErrorName);
        }
    }
}
