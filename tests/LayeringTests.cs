using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

using Xunit;

namespace Runtime.Tests;

/// <summary>Folders use only what stands below them: read from the using directives and the qualified names of the source.</summary>
public class LayeringTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Syscalls"] = [],
        ["Config"] = ["Syscalls"],
        ["Plan"] = ["Config", "Syscalls"],
        ["Resources"] = ["Config", "Syscalls"],
        ["State"] = ["Config", "Syscalls"],
        ["Spawn"] = ["Plan", "Resources", "State", "Config", "Syscalls"],
        ["Commands"] = ["Spawn", "Plan", "Resources", "State", "Config", "Syscalls"],
    };

    public static TheoryData<string> Folders => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_uses_only_what_it_may(string folder)
    {
        List<string> wrong = [];
        string[] files = FilesOf(folder);
        foreach (string file in files)
        {
            foreach (string used in NamespacesIn(File.ReadAllText(file)))
            {
                if (used != folder && Array.IndexOf(s_allowed[folder], used) < 0)
                {
                    wrong.Add($"{Path.GetFileName(file)} uses {used}");
                }
            }
        }

        Assert.NotEmpty(files);
        Assert.Equal([], wrong);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_is_one_namespace(string folder)
    {
        foreach (string file in FilesOf(folder))
        {
            foreach (Match declared in Regex.Matches(File.ReadAllText(file), @"^namespace (\S+?);?$", RegexOptions.Multiline))
            {
                Assert.Equal($"Runtime.{folder}", declared.Groups[1].Value);
            }
        }
    }

    [Fact]
    public void Every_folder_of_the_program_has_its_place()
    {
        foreach (string path in Directory.GetDirectories(RepositoryFiles.PathOf("src/Runtime")))
        {
            Assert.Contains(Path.GetFileName(path), s_allowed.Keys);
        }
    }

    [Fact]
    public void Forbidden_use_is_found_however_it_is_written()
    {
        Assert.Equal(["Plan"], NamespacesIn("using Runtime.Plan;\n"));
        Assert.Equal(["Plan"], NamespacesIn("using static Runtime.Plan.Step;\n"));
        Assert.Equal(["Plan"], NamespacesIn("using Steps = Runtime.Plan.Step;\n"));
        Assert.Equal(["Plan"], NamespacesIn("    global::Runtime.Plan.Step step;\n"));
        Assert.Equal(["Plan"], NamespacesIn("    private Plan.Step _step;\n"));
        Assert.Equal([], NamespacesIn("/// <see cref=\"Runtime.Plan.Step\"/>\n    _ = settings.Plan.Steps;\n"));
    }

    /// <summary>Of the shim: what it is told stands on what it does, and that on the loop.</summary>
    private static readonly Dictionary<string, string[]> s_allowedInShim = new()
    {
        ["Loop"] = [],
        ["Streams"] = ["Loop"],
        ["Death"] = ["Loop"],
        ["Birth"] = ["Death", "Loop", "Streams"],
        ["Wire"] = ["Loop", "Streams"],
        ["Task"] = ["Birth", "Death", "Loop", "Streams", "Wire"],
        ["Conmon"] = ["Birth", "Death", "Loop", "Streams"],
        ["Supervise"] = ["Birth", "Death", "Loop", "Streams"],
    };

    public static TheoryData<string> FoldersOfShim => [.. Array.ConvertAll(Directory.GetDirectories(RepositoryFiles.PathOf("src/Shim")), path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(FoldersOfShim))]
    public void Folder_of_the_shim_uses_only_what_it_may(string folder)
    {
        List<string> wrong = [];
        foreach (string file in Directory.GetFiles(RepositoryFiles.PathOf("src/Shim/" + folder), "*.cs", SearchOption.AllDirectories))
        {
            string source = File.ReadAllText(file);
            Assert.Contains($"namespace Runtime.Shim.{folder};\n", source, StringComparison.Ordinal);
            foreach (Match used in Regex.Matches(source, @"Runtime\.(?:Shim\.(\w+)|(Config|Plan|Resources|Spawn|State|Commands))[.;]"))
            {
                string name = used.Groups[1].Success ? used.Groups[1].Value : used.Groups[2].Value;
                if (name != folder && Array.IndexOf(s_allowedInShim[folder], name) < 0)
                {
                    wrong.Add($"{Path.GetFileName(file)} uses {name}");
                }
            }
        }

        Assert.Equal([], wrong);
    }

    private static string[] FilesOf(string folder)
    {
        return Directory.GetFiles(RepositoryFiles.PathOf(folder == "Syscalls" ? "src/Syscalls" : "src/Runtime/" + folder), "*.cs", SearchOption.AllDirectories);
    }

    /// <summary>Qualified names, with or without "Runtime."; a member that has a folder's name follows another dot, or is followed by no type.</summary>
    private static SortedSet<string> NamespacesIn(string source)
    {
        string code = Regex.Replace(source, "//.*|\"(\\\\.|[^\"\\\\\n])*\"", "");
        SortedSet<string> used = [];
        string folders = string.Join('|', s_allowed.Keys);
        foreach (Match match in Regex.Matches(code, $@"(?:\bRuntime\.|(?<![\w.]))({folders})(?=\.[A-Za-z_]|;)"))
        {
            bool isQualified = match.Value.StartsWith("Runtime.", StringComparison.Ordinal);
            if (isQualified || IsTypeUse(code, match))
            {
                used.Add(match.Groups[1].Value);
            }
        }

        return used;
    }

    /// <summary>Not a property of the class itself: <c>Plan.Plan.Openings</c> where the class has a member Plan.</summary>
    private static bool IsTypeUse(string code, Match match)
    {
        return !Regex.IsMatch(code, $@"\b{match.Value}\s*(=>|{{\s*get|=[^=]|\)|,)") && code[match.Index + match.Length] == '.';
    }
}
