using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Triggers;
using Contrail.Ipc;
using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// A .NET process being recorded: one session for the ring, one for the symbols, a rundown at the start.
/// </summary>
internal sealed class EventPipeTarget : OpenRecordingSource
{
    /// <summary>Older ones were never tried, and are out of support.</summary>
    private const int MinRuntimeMajor = 8;

    /// <summary>
    /// The minimum time to attach to this process. What prevents its runtime from responding, such as continuous
    /// collections, also prevents the request, so a shorter time would show nothing about the runtime.
    /// </summary>
    private static readonly TimeSpan MinOwnTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly int _pid;
    private readonly DiagnosticClient _client;
    private readonly EventPipeSessions _sessions;
    private readonly TargetFacts _facts;
    private readonly BufferWatch _watch;
    private readonly TraceClock _clock;
    private readonly AttachActivity _activity;
    private bool _disposed;

    private EventPipeTarget(
        int pid,
        DiagnosticClient client,
        EventPipeSessions sessions,
        TargetFacts facts,
        BufferWatch watch,
        TraceClock clock)
        : base(sessions.Recording, sessions.Consumer, new NetTraceAssembler(sessions.Symbols), sessions.MainDrain)
    {
        _pid = pid;
        _client = client;
        _sessions = sessions;
        _facts = facts;
        _watch = watch;
        _clock = clock;
        _activity = new AttachActivity(Time);
    }

    /// <summary>The connection to the target, closed after its sessions; null if another owner closes it.</summary>
    public IDisposable? Port { get; set; }

    /// <inheritdoc/>
    public override TraceTicks Now => _clock.Now;

    /// <inheritdoc/>
    public override bool IsSuspended => _facts.Stat is { IsStopped: true };

    /// <inheritdoc/>
    public override ProcessFacts Process => _facts.Process;

    /// <inheritdoc/>
    public override SourceEnd? End => Keeper.DetachedBecause is { } because
        ? SourceEnd.DetachedBecause(because)
        : _facts.EndOf(this);

    /// <inheritdoc/>
    public override IStreamObserver Observer => _sessions.Observer;

    /// <inheritdoc/>
    public override bool? HasExitedCleanly => _facts.HasExitedCleanly(this);

    /// <summary>The claim that no other recorder here records the process; held until disposal.</summary>
    public required TargetClaim Claim { private get; init; }

    /// <summary>What keeps the sessions going.</summary>
    public required SessionKeeper Keeper { private get; init; }

    /// <summary>What the machine shows of the process; null where nothing of it is recorded.</summary>
    public required TargetMachine? Machine { private get; init; }

    /// <inheritdoc/>
    public override ActiveProfile Profile => _sessions.Main.Profiles.Active;

    /// <inheritdoc/>
    public override CpuSampling? CpuSampling => Machine?.Sampling;

    /// <inheritdoc/>
    public override bool Requests(SignalCondition condition) =>
        SignalEvents.AreRecorded(condition, _sessions.Main.Profile);

    /// <inheritdoc/>
    public override long ActivityOf(RecordingCounts counts) => _activity.Of(counts.EventCount);

    /// <inheritdoc/>
    public override string? LastError => Keeper.LastError;

    /// <inheritdoc/>
    public override TimeSpan? Lag => Keeper.Lag;

    /// <summary>Opens the sessions, one after the other: measured, nothing is gained by doing it at once.</summary>
    /// <exception cref="InvalidOperationException">The process is recorded already.</exception>
    public static EventPipeTarget Open(
        int pid, DiagnosticClient client, EventPipeOptions options, ISourceHost host)
    {
        TargetClaim claim = TargetClaim.Take(pid);
        try
        {
            return Open(claim, pid, client, options.For(SamplingProbe.Try), host);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static EventPipeTarget Open(
        TargetClaim claim,
        int pid,
        DiagnosticClient client,
        EventPipeOptions options,
        ISourceHost host)
    {
        // Before the clock runs: on a busy machine this takes longer than a runtime needs to answer.
        Warmup.Run();
        AttachWatch attach = new(pid, TimeoutFor(pid, options), host);
        DiagnosticClient hurried = attach.Describe(client);
        TargetFacts facts = Query(pid, hurried, options.Profile);

        // What was read of the process meanwhile is our own work and no wait for its runtime.
        hurried = attach.Resume(hurried);
        TraceClock clock = new(host.Time, facts.ClockAhead);
        int megabytes = SessionBuffer.Choose(options.BufferMegabytes, facts.ThreadCount, facts.MemoryLimitBytes);
        BufferWatch watch = new(() => facts.Stat, megabytes, clock);
        EventPipeSessions sessions = EventPipeSessions.Open(
            client, hurried, options.Profile, pid == Environment.ProcessId, facts.OwnPid, clock,
            watch.BufferMegabytes, host);
        SessionKeeper keeper = Keep(sessions, attach, options, facts, watch, host);
        try
        {
            return new EventPipeTarget(pid, client, sessions, facts, watch, clock)
            {
                Claim = claim,
                Keeper = keeper,
                Machine = TargetMachine.Open(
                    facts.Life, options.Lanes, sessions.Recording, clock.ForLanes(facts.ClockAheadOfMachine), host,
                    (options.Burst, sessions.MainDrain.Ended), RuntimeFigures.Of(sessions, host.Time)),
            };
        }
        catch
        {
            keeper.Dispose();
            sessions.Close();
            throw;
        }
    }

    private static SessionKeeper Keep(
        EventPipeSessions sessions,
        AttachWatch attach,
        EventPipeOptions options,
        TargetFacts facts,
        BufferWatch watch,
        ISourceHost host)
    {
        SessionKeeper? keeper = null;
        try
        {
            // Starts before the names have arrived: they take seconds if recording costs the process too much.
            sessions.BeginRundown(attach, options, facts.MemoryLimitBytes, facts.RuntimeMajor);
            keeper = new SessionKeeper(
                sessions, facts.GovernorFor(options, host.Time), () => facts.Stat, watch, host);
            sessions.WaitForRundown(attach);
        }
        catch (OperationCanceledException) when (keeper?.DetachedBecause is not null)
        {
            // The keeper has detached from the process: the recording has ended and keeps what it contains.
        }
        catch
        {
            keeper?.Dispose();
            sessions.Close();
            throw;
        }

        return keeper!;
    }

    private static TimeSpan TimeoutFor(int pid, EventPipeOptions options) =>
        pid == Environment.ProcessId && options.AttachTimeout < MinOwnTimeout ? MinOwnTimeout : options.AttachTimeout;

    /// <inheritdoc/>
    public override long? TryWriteMarker() => _pid == Environment.ProcessId ? RequestMarker.TryWrite() : null;

    /// <inheritdoc/>
    public override Func<bool>? WatchFlush()
    {
        FlushWatch? watch = _facts.Process.Id > 0 ? new FlushWatch(_facts.Process.Id, Time) : null;
        return watch is { IsPossible: true } ? () => watch.HasFlushed : null;
    }

    /// <inheritdoc/>
    public override void CompleteLanes(TraceTicks moment) => Machine?.Complete(moment);

    /// <inheritdoc/>
    public override void ReadQuickly(TimeSpan duration) => Machine?.ReadQuickly(duration);

    /// <inheritdoc/>
    public override TargetBursts? Bursts => Machine?.Bursts;

    /// <inheritdoc/>
    public override void WaitForNames(CancellationToken cancellationToken) =>
        _sessions.WaitForNames(isGone: _facts.Stat is null or { IsDead: true }, cancellationToken);

    /// <inheritdoc/>
    public override SnapshotFacts Describe(SnapshotFacts facts)
    {
        if (!MainDrain.Ended.IsCompleted)
        {
            // After the end a step of the clock has nothing to do with the events.
            _clock.Look();
        }

        return facts with
        {
            Anchor = _clock.Pair,
            ClockStep = _clock.Step,
            Providers = _sessions.Main.AddedProviders,
            HasNoEventSources = _facts.HasNoEventSources,
            LossesMayBeMore = _watch.WasOutgrownSince(Recording.Counts().Start),
            Process = _facts.Process,
            Host = _facts.Host,
            Sessions = [.. _sessions.Lines, .. Machine?.LinesSince(Recording.Counts().Start ?? default) ?? []],
            NativeNames = Machine?.Names,
            Profiles = _sessions.Main.Profiles.OldestFirst,
            Symbols = _sessions.SymbolFacts,
        };
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;

        Machine?.Dispose();

        // The keeper may be waiting for a rundown.
        _sessions.EndRundown();
        Keeper.Dispose();
        foreach (ulong sessionId in _sessions.LiveSessionIds())
        {
            TryStop(sessionId);
        }

        _sessions.Close();
        Claim.Dispose();
        Port?.Dispose();
    }

    private static TargetFacts Query(int pid, DiagnosticClient hurried, Profile profile)
    {
        TargetFacts facts = TargetFacts.Query(pid, hurried);
        TargetDescription runtime = hurried.Describe();
        return runtime.RuntimeMajor < MinRuntimeMajor
            ? throw new SourceUnavailableException(
                $"Process {pid} runs .NET {runtime.RuntimeVersion ?? "5 or older"}; .NET {MinRuntimeMajor} is the "
                + "oldest that is recorded: run it on that or a later one.")
            : runtime.RuntimeMajor < profile.MinRuntimeMajor
            ? throw new SourceUnavailableException(
                $"Process {pid} runs .NET {runtime.RuntimeVersion}; the profile '{profile.Name}' requires .NET "
                + $"{profile.MinRuntimeMajor} or later. Use another profile.")
            : facts;
    }

    // A stop request prevents a failing send in the runtime. Without a response, closing the socket ends the session.
    private void TryStop(ulong sessionId)
    {
        try
        {
            _client.StopSession(sessionId, StopTimeout);
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            // The target is gone or busy, which is no concern of a recorder that leaves.
        }
    }
}
