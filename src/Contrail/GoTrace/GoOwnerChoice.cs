using System.Globalization;
using Contrail.Core.GoTrace.Recording;
using Contrail.Processes;

namespace Contrail.GoTrace;

/// <summary>
/// Which of the processes that have the other end of a connection writes the trace. All are null while too little of
/// the trace has arrived.
/// </summary>
/// <param name="Process">The process.</param>
/// <param name="Clock">The clock of its trace.</param>
/// <param name="Refusal">Why it is none of them.</param>
internal sealed record GoOwnerChoice(ProcLife? Process, GoProgramClock? Clock, GoRefusal? Refusal)
{
    private static readonly GoOwnerChoice Unknown = new(null, null, null);

    /// <summary>Chooses.</summary>
    /// <param name="pids">The processes.</param>
    /// <param name="trace">What has arrived of the trace; null before a generation is complete.</param>
    /// <param name="requestedAt">The timestamp of the request for it.</param>
    /// <param name="time">The recorder's clock.</param>
    public static GoOwnerChoice Of(
        IReadOnlyList<int> pids, GoProgramTrace? trace, long requestedAt, TimeProvider time)
    {
        ProcDirectory proc = new();
        string? own = proc.Namespace(Environment.ProcessId, "pid");
        int[] visible = [.. pids.Where(pid => own is not null && proc.Namespace(pid, "pid") == own)];
        if (visible.Length == 0)
        {
            return pids.Any(pid => proc.Namespace(pid, "pid") is null)
                ? None(
                    $"process {Text(pids[0])} has ended, or belongs to another user",
                    "Run the recorder as that user or as root.")
                : None($"process {Text(pids[0])} is in a container: its pid namespace is not that of the recorder");
        }

        return trace is null ? Unknown : Of(visible, trace, requestedAt, time);
    }

    // A trace starts after its request. An earlier one is of the connection before, or has another clock.
    private static GoOwnerChoice Of(int[] pids, GoProgramTrace trace, long requestedAt, TimeProvider time)
    {
        bool isOther = true;
        foreach (int pid in pids)
        {
            GoProgramClock clock = GoProgramClock.Of(pid, trace.TicksPerSecond, time);
            bool isOfRequest = trace.Start >= clock.At(requestedAt) && trace.Last <= clock.At(time.GetTimestamp());
            bool isWriter = trace.Threads.Any(thread => Directory.Exists($"/proc/{Text(pid)}/task/{Text(thread)}"));
            if (isOfRequest && isWriter && ProcLife.Of(pid) is { } process)
            {
                return new GoOwnerChoice(process, clock, null);
            }

            isOther &= isOfRequest && !isWriter;
        }

        return isOther
            ? None(
                $"process {Text(pids[0])} has the connection and does not write the trace, as a proxy",
                "Use the address of the service itself.")
            : Unknown;
    }

    private static GoOwnerChoice None(string because, string? remedy = null) =>
        new(null, null, new GoRefusal(because, remedy));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
