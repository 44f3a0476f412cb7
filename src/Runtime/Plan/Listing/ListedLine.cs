namespace Runtime.Plan;

/// <summary>Something the runtime itself does: no step, and so without a number.</summary>
/// <param name="Call">As strace(1) would show it; operands that only the launch knows have a name.</param>
/// <param name="Doing">What it is there for.</param>
internal readonly record struct ListedLine(string Call, string Doing);
