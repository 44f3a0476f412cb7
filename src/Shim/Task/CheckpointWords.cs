using System.Collections.Generic;
using System.Text;

using Runtime.Shim.Wire;

namespace Runtime.Shim.Task;

/// <summary>The runtime's command for a Checkpoint: whether it can is the runtime's to say.</summary>
internal static class CheckpointWords
{
    public static string[] Of(TaskRequest request, TaskContainer container)
    {
        List<string> words = ["checkpoint"];
        bool endsContainer = false;
        string image = request.Second;
        string work = container.Options.CriuWorkPath;
        MessageReader reader = new(request.Any(3)?.Value ?? []);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    endsContainer = reader.Boolean;
                    break;
                case 2 when reader.Boolean:
                    words.Add("--tcp-established");
                    break;
                case 3 when reader.Boolean:
                    words.Add("--ext-unix-sk");
                    break;
                case 4 when reader.Boolean:
                    words.Add("--shell-job");
                    break;
                case 5 when reader.Boolean:
                    words.Add("--file-locks");
                    break;
                case 6:
                    words.AddRange(["--empty-ns", Encoding.UTF8.GetString(reader.Bytes)]);
                    break;
                case 7 when reader.Bytes.Length > 0:
                    words.AddRange(["--manage-cgroups-mode", reader.Text]);
                    break;
                case 8 when reader.Bytes.Length > 0:
                    image = reader.Text;
                    break;
                case 9 when reader.Bytes.Length > 0:
                    work = reader.Text;
                    break;
                default:
                    break;
            }
        }

        if (!endsContainer)
        {
            words.Add("--leave-running");
        }

        words.AddRange(["--image-path", image, "--work-path", work.Length > 0 ? work : container.Runtime.Bundle]);
        return [.. words];
    }
}
