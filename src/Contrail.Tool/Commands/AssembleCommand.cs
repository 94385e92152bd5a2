using System.CommandLine;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.GoTrace.Text;
using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;
using Contrail.Storage;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail assemble</c>: converts the text form of a Go trace to a trace.</summary>
internal static class AssembleCommand
{
    public static Command Create()
    {
        Argument<string> file = new("text")
        {
            Description = "The text from 'contrail dump --as wire', or a .test file from the Go repository.",
        };
        Option<string> target = new("--output", "-o")
        {
            Description = "Write the trace to this file.",
            HelpName = "FILE",
            Required = true,
        };
        Option<GoTraceVersion?> version = Parsed.Value<GoTraceVersion>(
            "--go", "Set the Go version of the trace. Default: the version in the text.", "1.26", TryParse);
        Option<bool> force = new("--force") { Description = "Overwrite an existing file." };
        Command command = new(
            "assemble", "Assembles a Go trace from its text form; reverses 'contrail dump --as wire'.")
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
            ? FaultOutput.Report(error, target, why)
            : FileGuard.Open(source, new FaultOutput(error), stream =>
            {
                TraceFault? fault = null;
                AtomicFile.Write(target, force, sizeBytes: 0, trace =>
                {
                    fault = Assemble(stream, trace, version, cancellationToken);
                    return fault is null;
                });
                if (fault is null)
                {
                    CompanionFiles.RemoveStale(target, []);
                }

                return fault is { } found
                    ? FaultOutput.Report(error, source, TraceFaultText.Of(found))
                    : ExitCodes.Done;
            });

    private static TraceFault? Assemble(
        Stream text, FileStream trace, GoTraceVersion? version, CancellationToken cancellationToken)
    {
        // The version may be known only at the end, so the header is written last into reserved space.
        trace.Position = GoTraceVersion.HeaderBytes;
        StreamOutput output = new(trace);
        WireAssembler assembler = new(output);
        SplitStatus status = ChunkFeed.ReadToEnd(text, assembler, cancellationToken);
        output.Flush();
        trace.Position = 0;
        trace.Write((version ?? assembler.Version).Header());
        return status == SplitStatus.End ? null : assembler.Fault;
    }
}
