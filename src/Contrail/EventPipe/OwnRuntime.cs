using Contrail.Discovery;

namespace Contrail.EventPipe;

/// <summary>What is different when the process to be recorded is the one that we are in.</summary>
internal static class OwnRuntime
{
    /// <summary>Each read of the recorder would cause an event, and each event a read.</summary>
    private static readonly string[] FeedingThemselves =
        ["System.Net.Sockets", "Private.InternalDiagnostics.System.Net.Sockets"];

    /// <summary>
    /// Refuses what cannot be recorded from inside the process, and creates the event sources that the recorder's
    /// threads use (its own, the thread pool's and that of tasks). Call it without a lock, and not on a thread that
    /// drains.
    /// </summary>
    /// <exception cref="ArgumentException">A provider would record the recorder's own reading.</exception>
    public static void Prepare(EventPipeOptions options)
    {
        string? feeding = options.Profile.Providers.Select(provider => provider.Name)
            .FirstOrDefault(name => FeedingThemselves.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (feeding is not null)
        {
            throw new ArgumentException(
                $"In the process itself {feeding} would record the recorder's own reading without end; record it from "
                + "another process.",
                nameof(options));
        }

        _ = RequestMarker.Instance;
        _ = ThreadPool.PendingWorkItemCount;

        // The first wait for an incomplete task creates the source of tasks.
        new TaskCompletionSource().Task.Wait(millisecondsTimeout: 1);
    }

    /// <summary>The endpoint of this process. Its runtime has started, because this code runs.</summary>
    public static DiagnosticEndpoint FindEndpoint()
    {
        DiagnosticEndpoint endpoint = DiagnosticEndpoint.Find(Environment.ProcessId);
        return endpoint.Status == Attachability.NotYet
            ? endpoint with { Status = Attachability.DiagnosticsDisabled }
            : endpoint;
    }
}
