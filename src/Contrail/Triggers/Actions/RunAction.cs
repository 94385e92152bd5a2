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
    private const int MillisecondsToLook = 50;

    /// <summary>A program that goes on in the background can keep the output open.</summary>
    private static readonly TimeSpan MaxOutputWait = TimeSpan.FromSeconds(1);

    /// <summary>Runs it; returns why it failed, or null.</summary>
    /// <param name="action">The action.</param>
    /// <param name="facts">What the program receives.</param>
    /// <param name="stop">Set when the recorder stops waiting for actions: the program is ended.</param>
    /// <param name="time">The clock.</param>
    public static string? Run(TriggerAction action, ActionFacts facts, ManualResetEventSlim stop, TimeProvider time)
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
            using ProgramOutput output = new(program);
            if (!AwaitExit(program, output, TimeSpan.FromTicks(action.TimeoutNanoseconds / 100), stop, time))
            {
                program.Kill(entireProcessTree: true);
                program.WaitForExit(MillisecondsToDie);
                return stop.IsSet
                    ? $"{name} was ended, because the recorder stopped"
                    : $"{name} did not exit within {Seconds(action)} s and was ended";
            }

            string why = output.LastErrors;
            return program.ExitCode == 0 ? null
                : $"{name} exited with code {program.ExitCode}{(why.Length > 0 ? $": {why}" : "")}";
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or IOException)
        {
            return $"{name} cannot be run: {failure.Message}";
        }
    }

    private static bool AwaitExit(
        Process program, ProgramOutput output, TimeSpan limit, ManualResetEventSlim stop, TimeProvider time)
    {
        long started = time.GetTimestamp();
        while (!program.HasExited)
        {
            if (stop.IsSet || time.GetElapsedTime(started) >= limit)
            {
                return false;
            }

            output.Read(MillisecondsToLook);
        }

        long ended = time.GetTimestamp();
        while (output.IsOpen && time.GetElapsedTime(ended) < MaxOutputWait)
        {
            output.Read(MillisecondsToLook);
        }

        return true;
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

    private static string Seconds(TriggerAction action) =>
        (action.TimeoutNanoseconds / 1e9).ToString("0.#", CultureInfo.InvariantCulture);
}
