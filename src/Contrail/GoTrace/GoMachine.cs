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

    /// <summary>The first generation is complete after about a second, and arrives late on a busy machine.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MaxSearch = TimeSpan.FromSeconds(5);

    private readonly Func<GoLink?> _current;
    private readonly (bool HasFigures, int Hertz) _requested;
    private readonly TraceRecording _recording;
    private readonly ISourceHost _host;
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _looks = new();
    private readonly IRepeatedWork _looking;
    private GoLink? _link;
    private bool _isDecided;
    private volatile GoLinkOwners? _owners;
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

    /// <summary>Puts everything up to a moment into the recording; waits for a limited time.</summary>
    public void Complete(TraceTicks moment) => _target?.Complete(moment);

    /// <inheritdoc/>
    public void Dispose()
    {
        _looking.Dispose();
        _closed.Cancel();
        lock (_looks)
        {
            _isDecided = true;
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
                // Without the machine's side the recording goes on.
                Decide(null, new GoRefusal($"recording it failed: {failure.GetType().Name}"));
            }
        }
    }

    private void LookLocked()
    {
        if (_closed.IsCancellationRequested || _current() is not { } link)
        {
            return;
        }

        if (!ReferenceEquals(link, _link))
        {
            _link = link;
            _isDecided = false;
            _owners = null;
            _host.Start("Contrail socket owner", () => FindOwners(link));
        }

        if (!_isDecided && _owners is { } owners)
        {
            TryOpen(owners, link);
        }
    }

    private void FindOwners(GoLink link)
    {
        GoLinkOwners found;
        try
        {
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
            patience.CancelAfter(MaxSearch);
            found = link.FindOwners(patience.Token);
        }
        catch (Exception failure)
        {
            found = GoLinkOwners.None($"the search for its process failed: {failure.GetType().Name}");
        }

        lock (_looks)
        {
            _owners = ReferenceEquals(link, _link) ? found : _owners;
        }
    }

    private void TryOpen(GoLinkOwners owners, GoLink link)
    {
        if (owners.Refusal is not null)
        {
            Decide(null, owners.Refusal);
            return;
        }

        using FrozenRing? ring = _recording.Freeze(_recording.Latest ?? default);
        GoProgramTrace? trace = ring is null ? null : GoProgramTrace.Of(ring);
        GoOwnerChoice choice = GoOwnerChoice.Of(owners.Pids, trace, link.RequestedAt, _host.Time);
        bool isOverdue = _host.Time.GetElapsedTime(link.RequestedAt) > MaxWait;
        if (choice.Process is not null || choice.Refusal is not null)
        {
            Decide(choice, choice.Refusal);
        }
        else if (isOverdue)
        {
            Decide(null, new GoRefusal(trace is null
                ? "no complete generation of the trace has shown the threads of the service yet"
                : "the clock of the trace is not that of this machine"));
        }
    }

    // A service that is connected to again, and is the same process, is recorded without a gap.
    private void Decide(GoOwnerChoice? choice, GoRefusal? refusal)
    {
        _isDecided = true;
        _refusal = refusal;
        ProcLife? process = choice?.Process;
        if (process is not null && process.Pid == _process?.Pid && process.StartTicks == _process.StartTicks)
        {
            return;
        }

        _target?.Dispose();
        _target = null;
        _process = process;
        if (process is not null)
        {
            _target = TargetMachine.Open(process, _requested, _recording, choice!.Clock!.ForLanes(), _host);
        }
    }
}
