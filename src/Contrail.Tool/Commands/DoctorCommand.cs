using System.CommandLine;
using System.Globalization;
using Contrail.Agent.Doctor;
using Contrail.Tool.Arguments;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail doctor</c>: checks whether processes can be recorded.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<int?> pid = Parsed.Value<int>(
            "--pid",
            "Check this process. Default: check this machine or container.",
            "4242",
            TryParsePid,
            "-p");
        Option<bool> json = new("--json") { Description = "Write one JSON object." };
        Command command = new(
            "doctor",
            "Checks whether processes can be recorded, and explains how to fix what prevents it.")
        {
            pid, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(pid) ?? 0, parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(int pid, bool json, TextWriter output)
    {
        IReadOnlyList<CheckResult> found =
            pid == 0 ? RecordingDoctor.ExamineHost() : RecordingDoctor.Examine(pid);
        if (json)
        {
            output.WriteLine(JsonOutput.Document(DoctorJson.Of(found, pid)));
        }
        else
        {
            DoctorText.Write(output, found, DoctorText.Verdict(found, pid));
        }

        return found.Any(one => one.Severity == Severity.Problem) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static bool TryParsePid(string text, out int pid) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid) && pid > 0;
}
