using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail.GoTrace;

/// <summary>
/// Records what the machine shows of a service that is a process of this machine: finds the process at the other end of
/// each connection, checks that it writes the trace, and begins when the clock of the trace is known. Thread-safe.
/// </summary>
internal sealed class GoMachine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan MaxSearch = TimeSpan.FromSeconds(5);

    private readonly Func<GoLink?> _current;
    private readonly (bool HasFigures, int Hertz) _requested;
    private readonly TraceRecording _recording;
    private readonly ISourceHost _host;
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _looks = new();
    private readonly IRepeatedWork _looking;
    private GoLink? _link;
    private CancellationTokenSource? _search;
    private volatile ProcLife? _process;
    private volatile TargetMachine? _target;
    private volatile GoRefusal? _refusal;

    /// <param name="current">The connection that the trace arrives on now; null while it is not known.</param>
    /// <param name="requested">Whether figures are recorded, and samples per second; 0 for none.</param>
    /// <param name="recording">Where the records go.</param>
    /// <param name="host">Has the schedule, threads and the clock.</param>
    public GoMachine(
        Func<GoLink?> current, (bool HasFigures, int Hertz) requested, TraceRecording recording, ISourceHost host)
    {
        _current = current;
        _requested = requested;
        _recording = recording;
        _host = host;
        _looking = host.RepeatReading(Interval, Look);
    }

    /// <summary>Why nothing is recorded of the machine; null if something is, or while that is not known.</summary>
    public GoRefusal? Refusal => _refusal;

    /// <summary>Whether processors are sampled for the process; null if that was not requested.</summary>
    public CpuSampling? Sampling => _requested.Hertz == 0 ? null
        : _refusal is { } refusal
        ? new CpuSampling
        {
            State = CpuSamplingState.Unavailable,
            Because = refusal.Because,
            Remedy = refusal.Remedy,
        }
        : _target?.Sampling ?? new CpuSampling { State = CpuSamplingState.Unknown };

    /// <summary>The process; 0 while it is unknown.</summary>
    public int Pid => _process?.Pid ?? 0;

    /// <summary>Names native code of the process; null without samples.</summary>
    public INativeNames? Names => _target?.Names;

    /// <summary>What was recorded for a short time since a moment, in lines for the manifest.</summary>
    public IEnumerable<string> LinesSince(TraceTicks moment) => _target?.LinesSince(moment) ?? [];

    /// <inheritdoc cref="TargetMachine.ReadQuickly"/>
    public void ReadQuickly(TimeSpan duration) => _target?.ReadQuickly(duration);

    /// <summary>Puts everything up to a moment into the recording; waits for a limited time.</summary>
    public void Complete(TraceTicks moment) => _target?.Complete(moment);

    /// <inheritdoc/>
    public void Dispose()
    {
        _looking.Dispose();
        _closed.Cancel();
        lock (_looks)
        {
            _search?.Dispose();
            _target?.Dispose();
        }
    }

    private void Look()
    {
        lock (_looks)
        {
            try
            {
                LookLocked();
            }
            catch (Exception failure)
            {
                DecideLocked(Failed(failure));
            }
        }
    }

    // The schedule that reads figures only sees that there is another connection.
    private void LookLocked()
    {
        if (_closed.IsCancellationRequested || _current() is not { } link || ReferenceEquals(link, _link))
        {
            return;
        }

        _link = link;
        _search?.Cancel();
        _search?.Dispose();
        _search = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        CancellationToken cancel = _search.Token;
        _host.Start("Contrail Go process", () => Search(link, cancel));
    }

    private void Search(GoLink link, CancellationToken cancel)
    {
        GoOwnerChoice choice;
        try
        {
            GoLinkOwners owners = FindOwners(link, cancel);
            choice = owners.Refusal is null
                ? GoProcessSearch.Run(() => Choose(owners, link), _host.Time, cancel)
                : new GoOwnerChoice(null, null, owners.Refusal);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            choice = Failed(failure);
        }

        lock (_looks)
        {
            if (!cancel.IsCancellationRequested)
            {
                TryDecideLocked(choice);
            }
        }
    }

    private static GoLinkOwners FindOwners(GoLink link, CancellationToken cancel)
    {
        try
        {
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(MaxSearch);
            return link.FindOwners(patience.Token);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            return GoLinkOwners.None($"the search for its process failed: {failure.GetType().Name}");
        }
    }

    private (GoOwnerChoice Choice, string WhyUnknown) Choose(GoLinkOwners owners, GoLink link)
    {
        using FrozenRing? ring = _recording.Freeze(_recording.Latest ?? default);
        GoProgramTrace? trace = ring is null ? null : GoProgramTrace.Of(ring);
        return (
            GoOwnerChoice.Of(owners.Pids, trace, link.RequestedAt, _host.Time),
            trace is null
                ? "no complete generation of the trace has shown the threads of the service"
                : "the clock of the trace is not that of this machine");
    }

    // Without the machine's side the recording goes on.
    private static GoOwnerChoice Failed(Exception failure) =>
        new(null, null, new GoRefusal($"recording it failed: {failure.GetType().Name}"));

    private void TryDecideLocked(GoOwnerChoice choice)
    {
        try
        {
            DecideLocked(choice);
        }
        catch (Exception failure)
        {
            DecideLocked(Failed(failure));
        }
    }

    // A service that is connected to again, and is the same process, is recorded without a gap.
    private void DecideLocked(GoOwnerChoice choice)
    {
        _refusal = choice.Refusal;
        ProcLife? process = choice.Process;
        if (process is not null && process.Pid == _process?.Pid && process.StartTicks == _process.StartTicks)
        {
            return;
        }

        _target?.Dispose();
        _target = null;
        _process = process;
        if (process is not null)
        {
            _target = TargetMachine.Open(process, _requested, _recording, choice.Clock!.ForLanes(), _host);
        }
    }
}
