using System.CommandLine;
using System.Text.Json;
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
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        IReadOnlyList<ListedTarget> targets =
            [.. TargetListing.Current().Where(target => target.Pid != Environment.ProcessId)];
        if (json)
        {
            WriteJson(targets);
            return ExitCodes.Done;
        }

        if (targets.Count == 0)
        {
            Console.WriteLine("No .NET process is running.");
            return ExitCodes.Done;
        }

        int nameWidth = targets.Max(target => TargetListing.Shorten(target.Name).Length);
        foreach (ListedTarget target in targets)
        {
            string runtime = target.Status == Attachability.Ready ? target.RuntimeVersion ?? "?" : "no";
            string rest = target.Reason ?? target.CommandLine;
            rest = rest.Length > MaxCommandChars ? rest[..MaxCommandChars] + "…" : rest;
            string name = TargetListing.Shorten(target.Name).PadRight(nameWidth);
            Console.WriteLine(NumberFormat.OneLine($"{target.Pid,8}  {runtime,-8}  {name}  {rest}"));
        }

        return ExitCodes.Done;
    }

    private static void WriteJson(IReadOnlyList<ListedTarget> targets)
    {
        using OutputStream output = new();
        using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (ListedTarget target in targets)
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", target.Pid);
            writer.WriteString("name", target.Name);
            writer.WriteBoolean("recordable", target.Status == Attachability.Ready);
            writer.WriteString("runtimeVersion", target.RuntimeVersion);
            writer.WriteString("commandLine", target.CommandLine);
            writer.WriteString("reason", target.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        output.Write("\n"u8);
    }
}
