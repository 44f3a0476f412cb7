using System;

using Runtime.Plan;
using Runtime.State;

namespace Runtime.Commands;

/// <summary>Prints what <c>run</c> or <c>create</c> would do, and does nothing.</summary>
internal sealed class PlanCommand() : Command("plan", "[container-id|bundle]", "print the system calls that would start a container")
{
    private readonly LaunchOptions _launch = new();
    private readonly Option _create = new("create", '\0', OptionKind.Switch, "as \"create\" does it, which waits for \"start\"; otherwise as \"run\" does");
    private readonly Option _json = new("json", '\0', OptionKind.Switch, "one object for every step");

    public override string Description =>
        """
        The launch of the bundle (the current directory if none is given) is compiled
        and printed as strace(1) would show it: a step on each line, and to its right
        what it is there for. A failing step ends the launch, unless it says
        otherwise: "ignoring EEXIST", "or goto 31 on ENOENT".

        Nothing is changed on this machine, and no container needs to be stopped.
        """;

    public override Option[] Options => [.. Array.FindAll(_launch.Rows, ShapesThePlan), _create, _json];

    public override int Run(GlobalOptions global, string[] arguments)
    {
        RunTarget target = RunTarget.Read(arguments.Length > 0 ? arguments[0] : ".", _launch.Bundle, global.RootPath);
        using NewContainer container = NewContainer.Prepare(global, _launch, target.Id, target.Bundle, _create.IsOn);
        ProcessPlan init = InitPlan.Compile(container.Settings);
        using LaunchPlan plan = init.Plan;
        if (_json.IsOn)
        {
            Output.Write(Json(plan));
        }
        else
        {
            Output.Write(LaunchListing.Of(init, container.Settings));
        }

        return 0;
    }

    /// <summary>Not those for what only a launch has: sockets and the file for the pid.</summary>
    private static bool ShapesThePlan(Option option) => option.Name is "bundle" or "config" or "no-pivot" or "no-new-keyring" or "preserve-fds";

    private static byte[] Json(LaunchPlan plan)
    {
        var text = JsonText.IndentedBySpaces(2);
        StepReader reader = new(plan);
        text.WriteStartArray();
        for (int index = 0; index < plan.Count; index++)
        {
            Write(text, reader.Read(index));
        }

        text.WriteEndArray();
        return [.. text.Bytes, (byte)'\n'];
    }

    private static void Write(JsonText text, ListedStep step)
    {
        text.WriteStartObject();
        text.WriteNumber("step", step.Index);
        text.WriteString("call", step.Call);
        text.WriteStrings("args", Array.ConvertAll(step.Arguments, FlagNames.WithoutBreaks));
        if (step.Result is not null)
        {
            text.WriteString("result", step.Result);
        }

        if (step.OnFailure != FailureRule.Stop)
        {
            text.WriteString("onFailure", NameOf(step.OnFailure));
            text.WriteStrings("errnos", step.Errnos);
        }

        if (step.Target is int target)
        {
            text.WriteNumber("target", target);
        }

        text.WriteString("doing", step.Doing);
        text.WriteEndObject();
    }

    private static string NameOf(FailureRule rule) => rule switch
    {
        FailureRule.Stop => "stop",
        FailureRule.GoOn => "ignore",
        FailureRule.JumpToTarget => "goto",
        FailureRule.JumpInChild => "childGoto",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
