using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Contrail.Tool.Files;

/// <summary>
/// Lets a command that writes files end in order when it is interrupted, so that no part of a file is left. A second
/// signal ends it at once, unless it is the same: some senders signal a process and then its group.
/// </summary>
internal static class Interruption
{
    /// <summary>What a shell reports for a command that SIGINT has ended.</summary>
    private const int Interrupted = 130;

    private static readonly TimeSpan SameSignal = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs a command; returns its exit code, or that of an interrupted one.</summary>
    /// <param name="run">The command; it ends by throwing when its token is canceled.</param>
    /// <param name="outer">Ends it as well.</param>
    public static int Run(Func<CancellationToken, int> run, CancellationToken outer)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        Stopwatch sinceFirst = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            return run(source.Token);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            return Interrupted;
        }

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = !source.IsCancellationRequested || sinceFirst.Elapsed < SameSignal;
            sinceFirst.Start();
            source.Cancel();
        }
    }
}
