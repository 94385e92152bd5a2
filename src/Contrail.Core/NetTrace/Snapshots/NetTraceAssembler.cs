using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Snapshots;

/// <summary>Makes nettrace files of frozen rings, with the names that their stacks need.</summary>
internal sealed class NetTraceAssembler : ISnapshotAssembler
{
    /// <summary>The runtime reads its two clocks one after the other, and one of them to the millisecond.</summary>
    private static readonly TimeSpan MinStep = TimeSpan.FromSeconds(1);

    private readonly SymbolTable _symbols;

    /// <param name="symbols">The names, filled while the ring was.</param>
    public NetTraceAssembler(SymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        _symbols = symbols;
    }

    /// <inheritdoc/>
    public Snapshot Assemble(FrozenRing ring, SnapshotFacts facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(facts);
        if (ring.Carry is not NetTraceFrozenState carry)
        {
            throw new ArgumentException("This ring holds another format than nettrace.", nameof(ring));
        }

        TimeSpan off = facts.Anchor is { } pair ? pair.Utc - carry.Trace.ToUtc(pair.At) : TimeSpan.Zero;
        bool isOff = off.Duration() > MinStep;
        TraceObject trace = isOff
            ? carry.Trace.Synchronize(facts.Anchor!.Value.At, facts.Anchor.Value.Utc)
            : carry.Trace;
        StackAddresses addresses = StackAddresses.Collect(ring, carry.Rows, trace.PointerBytes);
        SymbolSelection symbols = _symbols.Select(
            addresses.OfRuntime, addresses.OfSamples, ring.FirstMoment, ring.End);
        NativeNames native = FindNative(addresses.OfSamples, ring.End, facts.NativeNames, cancellationToken);
        double windowSeconds = (double)ring.End.Since(ring.Start) / trace.TicksPerSecond;
        List<Loss> losses =
        [
            .. ring.Losses, .. ring.Lanes.SelectMany(lane => lane.Losses), .. MissingNames(ring, facts, symbols),
        ];
        SnapshotManifest manifest = ManifestBuilder.Build(ring, losses, facts, trace.ToUtc, windowSeconds) with
        {
            ClockStepped = StepWithin(ring, facts, trace, isOff ? off : null),
            SilentProviders = [.. SilentProviders(carry, facts)],
            SilentBecause = facts.HasNoEventSources && SilentProviders(carry, facts).Any()
                ? "event sources are turned off by the program's runtimeconfig.json"
                : null,
            StacksAtLimit = addresses.StacksAtLimit,
            Symbols = facts.Symbols with { NativeLeftOut = native.LeftOutCount },
        };
        IReadOnlyList<NativeMapping> mappings =
            addresses.HasKernel ? [.. native.Mappings, NativeCodeEvents.Kernel] : native.Mappings;
        NetTraceWriter written = NetTraceLayout.Lay(ring, carry, trace, symbols, mappings, manifest);
        return new Snapshot(ring, written.Parts, written.Offset, manifest);
    }

    // A step before the window no longer affects its times. A step that was not observed can be anywhere.
    private static ClockStep? StepWithin(FrozenRing ring, SnapshotFacts facts, TraceObject trace, TimeSpan? off) =>
        facts.ClockStep is { } seen
            ? seen.At >= ring.Start ? new ClockStep(Seconds(seen.By), trace.ToUtc(seen.At)) : null
            : off is { } by ? new ClockStep(Seconds(by), null) : null;

    // The runtime describes a kind of event when it writes the first one.
    private static IEnumerable<string> SilentProviders(NetTraceFrozenState carry, SnapshotFacts facts) =>
        facts.Providers.Where(name => !carry.Rows.Any(
            row => string.Equals(row.Provider, name, StringComparison.OrdinalIgnoreCase)));

    private static double Seconds(TimeSpan by) => Math.Round(by.TotalSeconds, 3);

    private NativeNames FindNative(
        ulong[] addresses, TraceTicks at, INativeNames? names, CancellationToken cancellationToken)
    {
        ulong[] unnamed = names is null
            ? []
            : [.. addresses.Where(address => _symbols.Find(address, at).Method is null)];
        return NativeLookup.Find(names, unnamed, cancellationToken);
    }

    // Unnamed native addresses are expected and not reported; only names lost for a known reason are.
    private static IEnumerable<Loss> MissingNames(FrozenRing ring, SnapshotFacts facts, SymbolSelection symbols)
    {
        // Any name may have been in an event about code that was lost.
        int forgottenCount = facts.Symbols.EventsLost > 0 ? symbols.UnnamedCount : symbols.ForgottenCount;
        if (forgottenCount > 0)
        {
            yield return new Loss(ring.Start, ring.End, LossReason.SymbolsForgotten, forgottenCount, null);
        }

        // The rundown of a program that was compiled ahead of time is empty.
        bool areSomeMissing = facts.Symbols is
        {
            Rundown: RundownOutcome.Never or RundownOutcome.Failed
            or RundownOutcome.Pending
        }
            or { Rundown: RundownOutcome.Done, Methods: 0 } || facts.Symbols.BrokeOff;
        if (areSomeMissing && symbols.UnnamedCount > 0)
        {
            yield return new Loss(ring.Start, ring.End, LossReason.NamesMissing, symbols.UnnamedCount, null);
        }
    }
}
