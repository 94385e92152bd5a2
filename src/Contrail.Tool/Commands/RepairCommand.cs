using System.Buffers;
using System.CommandLine;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Storage;
using Contrail.Tool.Files;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail repair</c>: recovers the readable part of a damaged trace.</summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A damaged .nettrace or Go trace file, from any tool." };
        Option<string> target = new("--output", "-o")
        {
            Description = "Write the recovered trace to this file.",
            HelpName = "FILE",
            Required = true,
        };
        Option<bool> force = new("--force") { Description = "Overwrite an existing file." };
        Command command = new("repair", "Recovers the readable part of a damaged trace into a new file.")
        {
            file, target, force,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(file)!,
            parsed.GetValue(target)!,
            parsed.GetValue(force),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(
        string source,
        string target,
        bool force,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        if (OutputFile.WhyNot(source, target, force) is { } why)
        {
            return Task.FromResult(FaultOutput.Report(error, target, why));
        }

        return Task.FromResult(FileGuard.Open(source, new FaultOutput(error), stream =>
        {
            TraceRepair repair = Repair(new TraceInput(stream), target, force, cancellationToken);
            return repair.Refusal is { } refusal
                ? new FaultOutput(error).Refuse(source, refusal)
                : Report(repair, target, output);
        }));
    }

    // The new file is written while the damaged one is read, so neither has to fit into memory.
    private static TraceRepair Repair(
        TraceInput input, string target, bool force, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> written = new();
        ITraceRepairer repairer = input.Format.Repair(written, TraceFaultText.Of);
        TraceRepair? repair = null;
        AtomicFile.Write(target, force, sizeBytes: 0, stream =>
        {
            input.Feed(repairer, () => Flush(written, stream), cancellationToken);
            repair = repairer.Conclude();
            Flush(written, stream);
            return repair is { Refusal: null, WasComplete: false };
        });
        if (repair is { Refusal: null, WasComplete: false })
        {
            CompanionFiles.RemoveStale(target, []);
        }

        return repair!;
    }

    private static void Flush(ArrayBufferWriter<byte> written, FileStream stream)
    {
        stream.Write(written.WrittenSpan);
        written.ResetWrittenCount();
    }

    private static int Report(TraceRepair repair, string target, TextWriter output)
    {
        output.WriteLine(repair.WasComplete
            ? "nothing to do: the file is complete, and nothing was written" + RepairText.Following(repair)
            : $"{TerminalSanitizer.Clean(target, 1_000)}: {RepairText.Describe(repair)}");
        return ExitCodes.Done;
    }
}
