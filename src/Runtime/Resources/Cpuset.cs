using Runtime.Syscalls;

namespace Runtime.Resources;

/// <summary>A cpuset v1 cgroup starts without CPUs and without memory, and takes no process until it has both.</summary>
internal static class Cpuset
{
    /// <summary>Gives a directory, and those above that were made with it, what their parents have.</summary>
    public static void InheritFromParents(CgroupDirectory directory)
    {
        string parent = "";
        foreach (string path in directory.Line())
        {
            if (path.Length > 0)
            {
                Inherit(directory, parent, path, "cpuset.cpus");
                Inherit(directory, parent, path, "cpuset.mems");
            }
            parent = path;
        }
    }

    private static void Inherit(CgroupDirectory directory, string parent, string child, string file)
    {
        int root = directory.Root.Number;
        string own = "";
        int error = directory.Made.Contains(child) ? 0 : CgroupFile.Read(root, Below(child, file), out own);
        if (error == 0 && own.Length == 0)
        {
            error = CgroupFile.Read(root, Below(parent, file), out string inherited);
            error = error < 0 ? error : CgroupFile.Write(root, Below(child, file), inherited);
        }
        if (error < 0)
        {
            throw new KernelException("copying the parent's " + file + " to the cgroup " + Quoted.Text(child), -error);
        }
    }

    private static string Below(string path, string file)
    {
        return path.Length == 0 ? file : path + "/" + file;
    }
}
