using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>What a nettrace file needs in addition to its generations, frozen with them.</summary>
internal sealed class NetTraceFrozenState : FrozenState
{
    public required TraceObject Trace { get; init; }

    public required MetadataRow[] Rows { get; init; }

    public required int RowIdLast { get; init; }

    /// <summary>
    /// Incarnations that have not ended when the first kept generation begins, with their numbers then.
    /// </summary>
    public required (ThreadIncarnationId Incarnation, uint SequenceNumber)[] AtStart { get; init; }

    /// <summary>The same for the moment of the freeze.</summary>
    public required (ThreadIncarnationId Incarnation, uint SequenceNumber)[] AtEnd { get; init; }

    /// <summary>Whether any thread id had a second incarnation, so that capture ids must be remapped.</summary>
    public required bool HasLaterIncarnations { get; init; }

    public required RetainedEvent[] RetainedEvents { get; init; }

    /// <summary>Waits that had started and not ended when the first kept generation starts.</summary>
    public required (ThreadIncarnationId Incarnation, RetainedEvent Start)[] Waits { get; init; }

    /// <summary>Incarnations with an open wait at that moment whose start was evicted.</summary>
    public required ThreadIncarnationId[] ForgottenWaits { get; init; }

    /// <summary>One-time events evicted so far.</summary>
    public required ForgottenEvents Forgotten { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<Loss> LossesIn(
        IReadOnlyList<IGenerationState> window, TraceTicks from, TraceTicks to)
    {
        IReadOnlyList<Loss> events = Forgotten.LossesIn(
            from,
            to,
            window.Cast<NetTraceGenerationState>().SelectMany(generation => generation.Marks)
                .Select(mark => mark.Incarnation.ThreadId));
        return [.. events, .. OpenWaits.LossesIn(from, to, ForgottenWaits.Length)];
    }

    /// <inheritdoc/>
    internal override FrozenState After(IReadOnlyList<IGenerationState> evictedOldestFirst)
    {
        RetainedState evicted = new(AtStart, RetainedEvents, Forgotten);
        evicted.Waits.AddAll(Waits, ForgottenWaits);
        foreach (NetTraceGenerationState generation in evictedOldestFirst.Cast<NetTraceGenerationState>())
        {
            evicted.Absorb(generation);
        }

        return new NetTraceFrozenState
        {
            Trace = Trace,
            Rows = Rows,
            RowIdLast = RowIdLast,
            AtStart = evicted.Threads(),
            AtEnd = AtEnd,
            HasLaterIncarnations = HasLaterIncarnations,
            RetainedEvents = [.. evicted.Retained.All],
            Waits = evicted.Waits.All(),
            ForgottenWaits = evicted.Waits.Forgotten(),
            Forgotten = evicted.Retained.FreezeForgotten(),
        };
    }
}
