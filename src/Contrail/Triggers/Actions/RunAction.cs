using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Contrail.Core.Triggers;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Runs a program, without a shell. The file and the reason are in its environment: <c>CONTRAIL_FILE</c>,
/// <c>CONTRAIL_REASON</c>, <c>CONTRAIL_RULE</c>, <c>CONTRAIL_PROCESS</c>, <c>CONTRAIL_PID</c>, <c>CONTRAIL_ERROR</c>,
/// and all facts as JSON in <c>CONTRAIL_TRIGGER</c>. Stateless.
/// </summary>
internal static class RunAction
{
    private const int MillisecondsToDie = 2_000;

    private static readonly TimeSpan MaxOutputWait = TimeSpan.FromSeconds(1);

    /// <summary>Runs it; returns why it failed, or null.</summary>
    public static string? Run(TriggerAction action, ActionFacts facts)
    {
        string name = Path.GetFileName(action.Command[0]);
        if (PathOf(action.Command[0]) is not { } path)
        {
            return $"{name} is not in PATH";
        }

        try
        {
            using Process program = Process.Start(StartOf(path, action, facts))!;
            program.StandardInput.Close();
            OutputTail output = new(program.StandardOutput);
            OutputTail errors = new(program.StandardError);
            if (!program.WaitForExit(MillisecondsOf(action)))
            {
                program.Kill(entireProcessTree: true);
                program.WaitForExit(MillisecondsToDie);
                return $"{name} did not exit within {Seconds(action)} s and was ended";
            }

            output.Await(MaxOutputWait);
            errors.Await(MaxOutputWait);
            string why = errors.ToString();
            return program.ExitCode == 0 ? null
                : $"{name} exited with code {program.ExitCode}{(why.Length > 0 ? $": {why}" : "")}";
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or IOException)
        {
            return $"{name} cannot be run: {failure.Message}";
        }
    }

    // The framework also finds programs in the current folder, into which another user may have put one.
    private static string? PathOf(string program) => program.Contains('/', StringComparison.Ordinal)
        ? program
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static ProcessStartInfo StartOf(string path, TriggerAction action, ActionFacts facts)
    {
        ProcessStartInfo start = new(path, action.Command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONTRAIL_FILE"] = facts.File ?? "";
        start.Environment["CONTRAIL_REASON"] = facts.Reason;
        start.Environment["CONTRAIL_RULE"] = facts.Trigger.Rule;
        start.Environment["CONTRAIL_PROCESS"] = facts.Process;
        start.Environment["CONTRAIL_PID"] = facts.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment["CONTRAIL_ERROR"] = facts.Error ?? "";
        start.Environment["CONTRAIL_TRIGGER"] = facts.ToJson();
        return start;
    }

    private static int MillisecondsOf(TriggerAction action) => (int)(action.TimeoutNanoseconds / 1_000_000);

    private static string Seconds(TriggerAction action) =>
        (action.TimeoutNanoseconds / 1e9).ToString("0.#", CultureInfo.InvariantCulture);
}
