using System;
using System.IO;
using System.Text;

using Runtime.Shim.Task;
using Runtime.Shim.Wire;

using Xunit;

namespace Runtime.Tests.BlackBox;

/// <summary>A test that is containerd to a shim: the published one, beside the runtime.</summary>
public abstract class ShimTest : ContainerTest
{
    private protected const StatusCode Ok = default;

    private protected ShimClient Shim { get; }

    protected ShimTest()
    {
        WriteConfig(); // where the shim looks for the pod
        Shim = new ShimClient(Place, Bundle, Id);
    }

    protected override void OnDispose()
    {
        Shim.Dispose();
        if (Directory.Exists($"{StateRoot}/test"))
        {
            foreach (string left in Directory.GetDirectories($"{StateRoot}/test"))
            {
                Assert.Equal(new Outcome(0, "", ""), HostProgram.Run(Place, PublishedRuntime.Path, "--root", $"{StateRoot}/test", "delete", "--force", Path.GetFileName(left)));
            }

            Directory.Delete($"{StateRoot}/test");
        }
    }

    private protected ShimAnswer Exec(string id)
    {
        const string Process = """{"args":["sh","-c","exit 5"],"env":["PATH=/bin"],"cwd":"/"}""";
        return Shim.Call("Exec", request =>
        {
            Named(id)(request);
            request.WriteAny(7, "types.containerd.io/opencontainers/runtime-spec/1/Process", Encoding.UTF8.GetBytes(Process));
        });
    }

    private protected Action<MessageWriter> Named(string exec) => request =>
    {
        request.WriteText(1, Id);
        request.WriteText(2, exec);
    };

    private protected ShimAnswer Call(string method, int seconds = 0) => Shim.Call(method, request => request.WriteText(1, Id), seconds);

    private protected ShimAnswer Create(string runtime, string output = "", int seconds = 0, string input = "")
    {
        WriteConfig();
        return Shim.Call("Create", request => Fill(request, runtime, output, input: input), seconds);
    }

    private protected void Fill(MessageWriter request, string runtime, string output = "", string checkpoint = "", string input = "")
    {
        MessageWriter options = new();
        options.WriteText(6, runtime);
        options.WriteText(7, StateRoot);
        request.WriteText(1, Id);
        request.WriteText(2, Bundle);
        request.WriteText(5, input);
        request.WriteText(6, output);
        request.WriteText(8, checkpoint);
        request.WriteAny(10, RuntimeOptions.RuncType, options.Bytes);
    }

    private protected static (StatusCode Code, string Message) Status(ShimAnswer answer) => (answer.Code, answer.Message);
}
