using System.CommandLine;
using Contrail.Analysis.GoTrace.Text;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;
using Contrail.Storage;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail assemble</c>: a Go trace from its text.</summary>
internal static class AssembleCommand
{
    public static Command Create()
    {
        Argument<string> file = new("text") { Description = "What dump --as wire prints, or a .test file of Go's." };
        Option<string> target = new("--output", "-o") { Description = "Where the trace goes.", Required = true };
        Option<GoTraceVersion?> version = Parsed.Value<GoTraceVersion>(
            "--go", "The version, where the text does not say.", "1.26", TryParse);
        Option<bool> force = new("--force") { Description = "Replaces a file that is there." };
        Command command = new("assemble", "Makes a Go trace of its text: the way back from dump --as wire.")
        {
            file, target, version, force,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(target)!,
            parsed.GetValue(version),
            parsed.GetValue(force),
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static bool TryParse(string text, out GoTraceVersion version)
    {
        bool parsed = Version.TryParse(text, out Version? number)
            && number is { Major: 1, Build: < 0 }
            && GoTraceVersion.IsKnown(number.Minor);
        version = parsed ? new GoTraceVersion(number!.Minor) : default;
        return parsed;
    }

    private static int Run(
        string source,
        string target,
        GoTraceVersion? version,
        bool force,
        TextWriter error,
        CancellationToken cancellationToken) =>
        OutputFile.WhyNot(source, target, force) is { } why
            ? FileFault.Report(error, target, why)
            : FileFault.Guard(source, new FaultOutput(error), stream =>
            {
                string fault = "";
                AtomicFile.Write(target, force, sizeBytes: 0, trace =>
                {
                    fault = Assemble(stream, trace, version, cancellationToken);
                    return fault.Length == 0;
                });
                if (fault.Length == 0)
                {
                    CompanionFiles.RemoveStale(target, []);
                }

                return fault.Length == 0 ? ExitCodes.Done : FileFault.Report(error, source, fault);
            });

    private static string Assemble(
        FileStream text, FileStream trace, GoTraceVersion? version, CancellationToken cancellationToken)
    {
        // Which version it is may be known only at the end: the header has its place, and is written last.
        trace.Position = GoTraceVersion.HeaderBytes;
        StreamOutput output = new(trace);
        WireAssembler assembler = new(output);
        SplitStatus status = ChunkFeed.ReadToEnd(text, assembler, cancellationToken);
        output.Flush();
        trace.Position = 0;
        trace.Write((version ?? assembler.Version).Header());
        return status == SplitStatus.End ? "" : assembler.Fault;
    }
}
