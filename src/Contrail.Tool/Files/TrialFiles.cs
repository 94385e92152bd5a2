using Contrail.Analysis;
using Contrail.Analysis.Trials;
using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Tool.Text;
using Contrail.Triggers;

namespace Contrail.Tool.Files;

/// <summary>Runs rules over recorded files and reports what would have fired.</summary>
internal static class TrialFiles
{
    /// <summary>Runs them over each file; returns the exit code, that of the worst file.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="paths">The files.</param>
    /// <param name="output">Receives the report.</param>
    /// <param name="error">Receives what is wrong with files.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static int Run(
        IReadOnlyList<TriggerRule> rules,
        IReadOnlyList<string> paths,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        List<TriedFile> all = [];
        int exitCode = ExitCodes.Done;
        foreach (string path in paths)
        {
            FaultOutput faults = FaultOutput.Of(false, output, error);
            int result = FileGuard.OpenSeekable(InputFile.At(path), faults, stream =>
            {
                bool isRead = TraceAnalysis.TryRules(
                    TraceInput.FormatOf(stream), stream, rules, out TriedFile? tried, out TraceFault? fault,
                    cancellationToken);
                stream.EndProgress();
                if (isRead)
                {
                    TrialText.Write(output, path, tried!);
                    all.Add(tried!);
                }

                if (fault is { } found)
                {
                    error.WriteLine(NumberFormat.OneLine($"{path}: {TraceFaultText.Of(found)}"));
                }

                return fault is null ? ExitCodes.Done : ExitCodes.Failed;
            });
            exitCode = Math.Max(exitCode, result);
        }

        TrialText.WriteRates(output, all);
        return exitCode;
    }

    /// <summary>Reads rules from a file, or from an expression; false with the reason if they are invalid.</summary>
    /// <param name="text">The path of the file, or the expression.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="problem">Why there are none.</param>
    public static bool TryReadRules(string text, out IReadOnlyList<TriggerRule> rules, out string problem)
    {
        try
        {
            TriggerError? error = null;
            rules = File.Exists(text) ? RulesFiles.Read(text) : TriggerRules.Parse(text, out error);
            problem = error is null ? "" : TriggerErrorText.Of(text, error);
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            rules = [];
            problem = failure.Message;
        }

        return problem.Length == 0;
    }
}
