namespace Runtime.Syscalls;

/// <summary>The calls that came after the headers the other files are made from; all architectures share the numbers from 424 on.</summary>
public static partial class SystemCall
{
    public const int fchmodat2 = 452;
    public const int statmount = 457;
    public const int listmount = 458;
    public const int mseal = 462;
    public const int open_tree_attr = 467;

    private static string? NewerName(int number)
    {
        return number switch
        {
            fchmodat2 => "fchmodat2",
            statmount => "statmount",
            listmount => "listmount",
            mseal => "mseal",
            open_tree_attr => "open_tree_attr",
            _ => null,
        };
    }
}
