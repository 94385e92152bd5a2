using System.CommandLine;
using Contrail.Analysis.Views.GoTrace;
using Contrail.Tool.Files;
using Contrail.Tool.Output;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail summary</c>: what happened in a file, on one page, whichever runtime wrote it.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace file or a Go execution trace." };
        Command command = new("summary", "Tells what happened in a file, on one page.") { file };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(string path, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        FileFault.GuardSeekable(path, error, stream =>
        {
            Span<byte> begin = stackalloc byte[3];
            int beginBytes = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
            stream.Position = 0;
            return begin[..beginBytes].SequenceEqual("go "u8)
                ? WriteGo(path, stream, output, error, cancellationToken)
                : InfoCommand.WriteSummary(path, stream, output, error, cancellationToken);
        });

    internal static int WriteGo(
        string path, FileStream stream, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!GoTraceSummary.TryRead(stream, out GoTraceSummary? summary, out string fault, cancellationToken))
        {
            return FileFault.Say(error, path, $"{fault}; name a trace of Go 1.22 or later");
        }

        GoSummaryText.Write(InfoCommand.ConsoleOf(output), summary!, stream.Length);
        return ExitCodes.Done;
    }
}
