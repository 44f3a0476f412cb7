namespace Runtime.Shim.Supervise;

/// <summary>
/// By hand: <c>runtime run --detach</c> and <c>runtime create --supervise</c> start it with its signals blocked and in a session of its own. It has the caller's standard
/// error until the container is there, and says so by the container's pid on standard output; it ends with 1 when there is none.
/// </summary>
internal sealed class SuperviseFace : Face
{
    public const string Name = "runtime-supervise";

    public override int Run(string[] words)
    {
        return Keeper.Run(SuperviseOptions.Read(words));
    }
}
