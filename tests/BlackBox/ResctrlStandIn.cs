using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using System.Threading;
using Runtime.Syscalls;
using static Runtime.Syscalls.Flags;

namespace Runtime.Tests.BlackBox;

/// <summary>
/// A directory that stands in for resctrl, which only some processors have. What a directory cannot do is done behind a seccomp filter that notifies
/// this thread (seccomp_unotify(2)): statfs names the file system, a group is made with its files, and removed with them.
/// </summary>
internal sealed unsafe class ResctrlStandIn : IDisposable
{
    public const string MountPoint = "/sys/fs/resctrl";
    public const string RootSchemata = "    L3:0=0fffff;1=0fffff\n    MB:0= 100;1= 100\n";

    private const long Receive = 0xc0502100; // SECCOMP_IOCTL_NOTIF_RECV
    private const long Send = 0xc0182101; // SECCOMP_IOCTL_NOTIF_SEND
    private const uint Continue = 1; // SECCOMP_USER_NOTIF_FLAG_CONTINUE
    private const int NotificationSize = 80;
    private const int AnswerSize = 24;

    private Thread? _server;
    private Descriptor? _listener;
    private Exception? _failure;
    private volatile bool _isOver;

    public ResctrlStandIn(string path)
    {
        Path = path;
        Directory.CreateDirectory($"{path}/info/L3");
        Directory.CreateDirectory($"{path}/info/MB");
        File.WriteAllText($"{path}/info/last_cmd_status", "ok\n");
        File.WriteAllText($"{path}/info/L3/cbm_mask", "fffff\n");
        File.WriteAllText($"{path}/info/L3/min_cbm_bits", "2\n");
        File.WriteAllText($"{path}/info/L3/num_closids", "16\n");
        File.WriteAllText($"{path}/info/MB/bandwidth_gran", "10\n");
        File.WriteAllText($"{path}/info/MB/delay_linear", "1\n");
        File.WriteAllText($"{path}/info/MB/min_bandwidth", "10\n");
        File.WriteAllText($"{path}/info/MB/num_closids", "8\n");
        MakeGroup(path);
        File.WriteAllText($"{path}/schemata", RootSchemata);
    }

    /// <summary>The directory, as the host has it.</summary>
    public string Path { get; }

    /// <summary>A group with all that the kernel puts into it; its schemata are empty, so that what is written there is all there is.</summary>
    public static void MakeGroup(string directory)
    {
        Directory.CreateDirectory($"{directory}/mon_data/mon_L3_00");
        File.WriteAllText($"{directory}/mon_data/mon_L3_00/llc_occupancy", "65536\n");
        File.WriteAllText($"{directory}/mon_data/mon_L3_00/mbm_total_bytes", "4096\n");
        File.WriteAllText($"{directory}/mon_data/mon_L3_00/mbm_local_bytes", "Unavailable\n");
        File.WriteAllText($"{directory}/tasks", "");
        if (!directory.Contains("/mon_groups/", StringComparison.Ordinal))
        {
            Directory.CreateDirectory($"{directory}/mon_groups");
            File.WriteAllText($"{directory}/schemata", "");
        }
    }

    /// <summary>Whatever the action starts takes the directory for resctrl, if it is mounted where that would be.</summary>
    public T Around<T>(Func<T> start)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                _listener = Install();
                _server = new Thread(Serve);
                _server.Start(); // a thread of the runtime's making, and so without the filter
                result = start();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException("behind the filter", failure);
    }

    public void Dispose()
    {
        _isOver = true;
        _server?.Join();
        _listener?.Dispose();
        if (_failure is not null)
        {
            throw new InvalidOperationException("standing in for resctrl", _failure);
        }
    }

    private static Descriptor Install()
    {
        const ushort LoadWord = 0x20;
        const ushort JumpIfEqual = 0x15;
        const ushort Return = 0x06;
        sock_filter* filter = stackalloc sock_filter[6];
        filter[0] = new sock_filter { code = LoadWord }; // the number of the call
        filter[1] = new sock_filter { code = JumpIfEqual, k = SystemCall.statfs, jt = 3 };
        filter[2] = new sock_filter { code = JumpIfEqual, k = SystemCall.mkdirat, jt = 2 };
        filter[3] = new sock_filter { code = JumpIfEqual, k = SystemCall.unlinkat, jt = 1 };
        filter[4] = new sock_filter { code = Return, k = (uint)SECCOMP_RET_ALLOW };
        filter[5] = new sock_filter { code = Return, k = (uint)SECCOMP_RET_USER_NOTIF };
        sock_fprog program = new() { len = 6, filter = filter };
        nint listener = RawCall.Invoke(SystemCall.seccomp, (nint)SECCOMP_SET_MODE_FILTER, (nint)SECCOMP_FILTER_FLAG_NEW_LISTENER, (nint)(&program));
        return listener >= 0 ? new Descriptor((int)listener) : throw new KernelException("loading a filter", (int)-listener);
    }

    private void Serve()
    {
        try
        {
            while (!_isOver)
            {
                pollfd[] files = [new pollfd { fd = _listener!.Number, events = (short)POLLIN }];
                if (Kernel.Poll(files, milliseconds: 10) > 0 && (files[0].revents & POLLIN) != 0)
                {
                    Answer();
                }
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    private void Answer()
    {
        byte* notification = stackalloc byte[NotificationSize];
        new Span<byte>(notification, NotificationSize).Clear();
        if (RawCall.InvokeBlocking(SystemCall.ioctl, _listener!.Number, unchecked((nint)Receive), (nint)notification) < 0)
        {
            return; // the process was killed meanwhile
        }

        int pid = *(int*)(notification + 8);
        int number = *(int*)(notification + 16);
        ulong* arguments = (ulong*)(notification + 32);
        int? result = number == SystemCall.statfs ? StatFs(pid, arguments[0], arguments[1]) : Change(number, pid, arguments[1]);

        byte* answer = stackalloc byte[AnswerSize]; // id, val, error, flags
        *(ulong*)answer = *(ulong*)notification;
        *(long*)(answer + 8) = 0;
        *(int*)(answer + 16) = result ?? 0;
        *(uint*)(answer + 20) = result is null ? Continue : 0;
        _ = RawCall.InvokeBlocking(SystemCall.ioctl, _listener.Number, unchecked((nint)Send), (nint)answer);
    }

    /// <summary>0; null: this is not about resctrl.</summary>
    private static int? StatFs(int pid, ulong path, ulong status)
    {
        if (ReadText(pid, path) != MountPoint)
        {
            return null;
        }

        byte[] type = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(type, RDTGROUP_SUPER_MAGIC);
        using FileStream memory = OpenMemory(pid, FileAccess.Write);
        memory.Position = (long)status;
        memory.Write(type);
        return 0;
    }

    /// <summary>0 or −errno; null: this is not about resctrl.</summary>
    private int? Change(int number, int pid, ulong pathAddress)
    {
        string path = ReadText(pid, pathAddress);
        if (!path.StartsWith(MountPoint + "/", StringComparison.Ordinal))
        {
            return null;
        }

        string directory = Path + path[MountPoint.Length..];
        if (number == SystemCall.unlinkat)
        {
            if (!Directory.Exists(directory))
            {
                return -Errno.ENOENT;
            }

            Directory.Delete(directory, recursive: true);
            return 0;
        }

        if (Directory.Exists(directory))
        {
            return -Errno.EEXIST;
        }

        if (File.Exists($"{Path}/full"))
        {
            return -Errno.ENOSPC; // as the kernel where no class is left
        }

        MakeGroup(directory);
        return 0;
    }

    private static string ReadText(int pid, ulong address)
    {
        byte[] bytes = new byte[256];
        try
        {
            using FileStream memory = OpenMemory(pid, FileAccess.Read);
            memory.Position = (long)address;
            int length = memory.Read(bytes); // less than all where the mapping ends
            return Encoding.UTF8.GetString(bytes, 0, Math.Max(0, Array.IndexOf(bytes, (byte)0, 0, length)));
        }
        catch (IOException)
        {
            return ""; // not a path, or the process is gone
        }
    }

    private static FileStream OpenMemory(int pid, FileAccess access) => new($"/proc/{pid}/mem", FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
}
