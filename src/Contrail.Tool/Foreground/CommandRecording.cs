using System.ComponentModel;
using System.Diagnostics;
using Contrail.Agent.Control;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Runs a command transparently, with its own streams, signals and exit code, and records its .NET processes from
/// their first instruction.
/// </summary>
internal static class CommandRecording
{
    /// <summary>The exit code that shells use.</summary>
    private const int NotExecutable = 126;

    /// <summary>The exit code that shells use.</summary>
    private const int NotFound = 127;

    private const int NoSuchFile = 2;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the command until it exits, and returns its exit code.</summary>
    public static int Run(CommandOptions options)
    {
        string name = options.Words[0];
        string? program = CommandPath.Find(name, Environment.GetEnvironmentVariable("PATH"), out bool isNoProgram);
        if (program is null)
        {
            return isNoProgram
                ? Refuse(NotExecutable, $"Cannot execute {name}: no execute permission, or not a program.")
                : Refuse(NotFound, $"Cannot find {name}. Check that it is installed and in PATH.");
        }

        using CommandSignals signals = new(options.Rules is { CanReload: true });
        ForegroundOutput output = new("contrail: ");
        using RecordedPrograms programs = new(options, output);
        using ControlServer? control = options.Rules is null
            ? null
            : ControlServer.TryStart(Environment.ProcessId, programs.Explain);
        using DiagnosticPort port = new(programs.Take);
        ProcessStartInfo start = new(program, options.Words.Skip(1));
        RuntimeSettings.Restore(start.Environment);
        port.AddTo(start);
        try
        {
            using Process command = CommandSignals.Start(start);
            Attend(command, signals, programs);
            Conclude(programs, port, output);
            Report(options, programs, signals, output);
            long ended = Stopwatch.GetTimestamp();
            programs.FinishActions(() => signals.HasEndSince(ended));
            output.Finish();
            return command.ExitCode;
        }
        catch (Win32Exception failure)
        {
            int exitCode = failure.NativeErrorCode == NoSuchFile ? NotFound : NotExecutable;
            return Refuse(exitCode, $"Cannot start {name}: {failure.Message}.");
        }
    }

    private static void Attend(Process command, CommandSignals signals, RecordedPrograms programs)
    {
        command.EnableRaisingEvents = true;
        command.Exited += (_, _) => signals.Wake();
        signals.PassTo(command);
        while (!command.HasExited)
        {
            signals.Wait(LookEvery);
            programs.FinishEnded();
            programs.ReportOthers();
            programs.TakeTriggered();
            if (signals.TakeReloadRequest())
            {
                programs.ReloadRules();
            }

            if (signals.TakeSnapshotRequest())
            {
                programs.Snapshot("SIGUSR1");
            }
        }
    }

    private static void Conclude(RecordedPrograms programs, DiagnosticPort port, ForegroundOutput output)
    {
        port.AwaitStarting();
        programs.FinishAll();
        if (programs.RecordedCount == 0)
        {
            output.Note("nothing was recorded: " + WhyNothing(programs, port));
        }

        if (port.Holders() is { Count: > 0 } holders)
        {
            output.Note($"pid {string.Join(", ", holders)} of the command is still running: .NET processes that it "
                + "starts from now on block at startup. End it, or make it start them without DOTNET_DiagnosticPorts.");
        }
    }

    // After the exit of the command, whose output a page would interrupt.
    private static void Report(
        CommandOptions options, RecordedPrograms programs, CommandSignals signals, ForegroundOutput output)
    {
        if (options.Report is not { } report)
        {
            return;
        }

        EndReport printed = new(report, output.WriteToError, output.Note, !Console.IsErrorRedirected);
        long start = Stopwatch.GetTimestamp();
        foreach (string path in programs.LastSnapshots.TakeWhile(_ => !signals.HasEndSince(start)))
        {
            if (programs.LastSnapshots.Count > 1)
            {
                output.Note($"{path}:");
            }

            printed.Write(path, () => signals.HasEndSince(start));
        }
    }

    private static string WhyNothing(RecordedPrograms programs, DiagnosticPort port) => programs.PassedSdkCount switch
    {
        0 when port.ProgramCount == 0 =>
            "no .NET process connected. Check that the command starts a .NET 8 or later process as the same "
            + "user, with the inherited environment and without DOTNET_EnableDiagnostics=0.",
        0 => port.LastError ?? "the process that connected could not be recorded.",
        _ => "only programs of the .NET SDK ran. Record them with --children.",
    };

    private static int Refuse(int exitCode, string why)
    {
        Messages.Failed("contrail: " + why);
        return exitCode;
    }
}
