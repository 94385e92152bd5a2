using System.CommandLine;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail ps</c>: lists the processes that can be recorded, and why the others cannot.</summary>
internal static class PsCommand
{
    private const int MaxCommandChars = 160;

    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Write one JSON array." };
        Command command = new(
            "ps", "Lists the .NET processes on this machine, and the reason for each that cannot be recorded.")
        {
            json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Returns the listing as JSON.</summary>
    internal static string Json(IEnumerable<ListedTarget> targets) =>
        JsonOutput.Document<IReadOnlyList<ListedTargetJson>>([.. targets.Select(ListedTargetJson.Of)]);

    private static int Run(bool json, TextWriter output)
    {
        IReadOnlyList<ListedTarget> targets =
            [.. TargetListing.Current().Where(target => target.Pid != Environment.ProcessId)];
        if (json)
        {
            output.WriteLine(Json(targets));
            return ExitCodes.Done;
        }

        if (targets.Count == 0)
        {
            output.WriteLine("No .NET process is running.");
            return ExitCodes.Done;
        }

        int nameWidth = targets.Max(target => TargetListing.Shorten(target.Name).Length);
        foreach (ListedTarget target in targets)
        {
            string runtime = target.Status == Attachability.Ready ? target.RuntimeVersion ?? "?" : "no";
            string rest = target.Reason ?? target.CommandLine;
            rest = rest.Length > MaxCommandChars ? rest[..MaxCommandChars] + "…" : rest;
            string name = TargetListing.Shorten(target.Name).PadRight(nameWidth);
            output.WriteLine(NumberFormat.OneLine($"{target.Pid,8}  {runtime,-8}  {name}  {rest}"));
        }

        return ExitCodes.Done;
    }
}
