using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// Which code was at which address, and when. It is filled from a session of its own and queried for a snapshot, which
/// therefore needs no rundown. Addresses are reused within milliseconds: every query is for a time.
/// </summary>
/// <remarks>
/// Events may arrive in any order without an effect on the results. Safe from any thread: one lock is held while an
/// event is added, or the requested facts are found and copied; payloads and names are made outside of it. The limit
/// applies to what is kept; to make room, and to merge, up to a quarter more is used for some milliseconds.
/// </remarks>
internal sealed class SymbolTable
{
    /// <summary>The minimum limit: the smallest units of allocation need this much.</summary>
    public const long MinCapacityBytes = 1024 * 1024;

    // A process has hundreds of modules; a quarter is far more than they need, and leaves the rest to methods.
    private const int LoaderShare = 4;

    // 128 threads at the minimum limit, thousands at the usual one.
    private const int ThreadShare = 32;

    // Some tenths of a second. A window of a busy process takes a hundred thousand steps.
    private const long MaxSteps = 20_000_000;

    // The overhead of a payload's texts, once each.
    private const int EntryOverheadBytes = 32;

    private readonly Lock _lock = new();
    private readonly long _maxBytes;
    private readonly LoaderTable _loaders = new();
    private readonly MethodTable _methods;
    private readonly RundownThreads _threads;
    private bool _entryPointsTrusted;
    private long _forgottenCount;
    private long _malformedCount;

    /// <summary>Makes an empty table.</summary>
    /// <param name="maxBytes">Maximum memory it may keep; at least <see cref="MinCapacityBytes"/>.</param>
    public SymbolTable(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, MinCapacityBytes);
        _maxBytes = maxBytes;
        _methods = new MethodTable(_loaders);
        _threads = new RundownThreads(maxBytes / ThreadShare);
    }

    /// <summary>Bytes kept now, as allocated.</summary>
    public long HeldBytes => Locked(static table => table.HeldBytesLocked);

    /// <summary>Events about methods kept now: loads, unloads, entry points.</summary>
    public int FactCount => Locked(static table => table._methods.Count);

    /// <summary>Methods and modules that were evicted although they were within the requested time.</summary>
    public long ForgottenCount => Locked(static table => table._forgottenCount);

    /// <summary>Events that should describe code, or a thread of a rundown, and could not be read.</summary>
    public long MalformedCount => Locked(static table => table._malformedCount);

    /// <summary>
    /// Whether entry points of precompiled methods are used. They contain no size, so each is assumed to reach to the
    /// next known code: that is right only if all code is known, after a rundown or in a process recorded from its
    /// start. Otherwise they lead to wrong names. Each reaches at most 64 KiB.
    /// </summary>
    public bool EntryPointsTrusted
    {
        get => Locked(static table => table._entryPointsTrusted);
        set
        {
            lock (_lock)
            {
                _entryPointsTrusted = value;
            }
        }
    }

    /// <summary>Whether an event describes code, or a thread of a rundown: others are not added.</summary>
    public static bool IsUsed(SymbolOrigin origin, int eventId) => UsedAs(origin, eventId) is not null;

    /// <summary>Adds an event that is used. Allocates only when a piece of memory is full.</summary>
    public void Add(in SymbolEvent symbol)
    {
        if (UsedAs(symbol.Origin, symbol.EventId) is not { } eventId)
        {
            return;
        }

        bool isThread = eventId == RuntimeEventId.ThreadCreated;
        lock (_lock)
        {
            bool isPlausible = symbol.Untrusted.Length <= MethodPayload.MaxPayloadBytes
                && symbol.Version is >= 0 and <= byte.MaxValue;
            bool isWellFormed = isPlausible && (isThread ? _threads.TryAdd(symbol)
                : eventId is >= RuntimeEventId.DomainModuleLoad and <= RuntimeEventId.AppDomainUnload
                    ? AddLoaderLocked(symbol, eventId)
                    : AddMethodLocked(symbol, eventId));
            _malformedCount += isWellFormed ? 0 : 1;
        }
    }

    /// <summary>What a snapshot of a window must contain so that the given addresses get their names.</summary>
    /// <param name="addresses">Addresses in code, as stacks hold them; in any order, ascending is fastest.</param>
    /// <param name="from">When the window begins.</param>
    /// <param name="to">When it ends, inclusive.</param>
    public SymbolSelection Select(ReadOnlySpan<ulong> addresses, TraceTicks from, TraceTicks to) =>
        Select(addresses, [], from, to);

    /// <summary>
    /// The same with more addresses, which can be of native code: those that are in no code of the table are not
    /// counted.
    /// </summary>
    public SymbolSelection Select(
        ReadOnlySpan<ulong> addresses, ReadOnlySpan<ulong> possiblyNative, TraceTicks from, TraceTicks to)
    {
        SymbolSelector selector = new(from, to);
        int unnamedCount = 0;
        int forgottenCount = 0;
        lock (_lock)
        {
            (MethodOrder order, MethodLookup lookup) = _methods.Settled();
            HashSet<int> positions = [];
            long stepsLeft = MaxSteps;
            foreach (ulong address in addresses)
            {
                bool isNamed = lookup.Collect(
                    address, from.Value, to.Value, _entryPointsTrusted, positions, ref stepsLeft);
                bool mayBeKnown = stepsLeft <= 0 || _methods.Forgotten.MayHave(address, from.Value);
                unnamedCount += isNamed ? 0 : 1;
                forgottenCount += !isNamed && mayBeKnown ? 1 : 0;
            }

            foreach (ulong address in possiblyNative)
            {
                lookup.Collect(address, from.Value, to.Value, _entryPointsTrusted, positions, ref stepsLeft);
            }

            int[] ascending = [.. positions.Order()];
            selector.Choose(_methods, order, lookup, _loaders, ascending, all: false);
            selector.ChooseThreads(_threads);
        }

        return selector.Write(unnamedCount, forgottenCount);
    }

    /// <summary>The same for all code that existed in the window, whether or not it is on a stack.</summary>
    public SymbolSelection SelectAll(TraceTicks from, TraceTicks to)
    {
        SymbolSelector selector = new(from, to);
        lock (_lock)
        {
            (MethodOrder order, MethodLookup lookup) = _methods.Settled();
            int[] positions = [.. Enumerable.Range(0, order.Count).Where(position =>
                lookup.IsThere(position, from.Value, to.Value)
                || (_entryPointsTrusted && order.RecordAt(position).Kind == FactKind.EntryPoint))];
            selector.Choose(_methods, order, lookup, _loaders, positions, all: true);
            selector.ChooseThreads(_threads);
        }

        return selector.Write(unnamedCount: 0, forgottenCount: 0);
    }

    /// <summary>"Namespace.Type.Method" of the code at an address at a moment; null if unknown.</summary>
    public string? NameOf(ulong address, TraceTicks at) => Find(address, at).Method?.FullName;

    /// <summary>The code at an address at a moment, and until when that is what the address contains.</summary>
    public CodeSymbol Find(ulong address, TraceTicks at)
    {
        MethodRecord method;
        BytePoolReader pool;
        LoaderFact? module;
        TraceTicks until;
        lock (_lock)
        {
            (MethodOrder order, MethodLookup lookup) = _methods.Settled();
            int position = lookup.Find(address, at.Value, _entryPointsTrusted);
            until = new TraceTicks(lookup.LastMomentOf(address, position, at.Value));
            if (position < 0)
            {
                return new CodeSymbol(null, until);
            }

            method = order.RecordAt(position);
            pool = _methods.Pool.Reader;
            module = _loaders.ModuleAt(method.ModuleId(pool), at.Value);
        }

        string type = pool.TextAt(method.Namespace);
        string name = pool.TextAt(method.Name);
        bool isNamed = type.Length > 0 || name.Length > 0;
        return new CodeSymbol(
            isNamed ? new CodeMethod(type, name, pool.TextAt(method.Signature), method.Token, module) : null, until);
    }

    /// <summary>Drops code that was unloaded before a moment; it is not counted as forgotten.</summary>
    public void ForgetBefore(TraceTicks windowStart)
    {
        lock (_lock)
        {
            _methods.ForgetBefore(windowStart.Value);
            _loaders.ForgetBefore(windowStart.Value);
        }
    }

    private long HeldBytesLocked => _methods.HeldBytes + _loaders.HeldBytes + _threads.HeldBytes;

    // The id that the live event of the same kind has.
    private static int? UsedAs(SymbolOrigin origin, int eventId)
    {
        int? liveId = origin == SymbolOrigin.Live ? eventId : RuntimeEventTable.FindRundown(eventId)?.Live?.Id;
        bool isThread = liveId == RuntimeEventId.ThreadCreated && origin == SymbolOrigin.Rundown;
        return liveId is { } id && (isThread || DescribesCode(id)) ? id : null;
    }

    private static bool DescribesCode(int eventId) => eventId
        is (>= RuntimeEventId.MethodLoad and <= RuntimeEventId.MethodUnloadVerbose)
        or (>= RuntimeEventId.DomainModuleLoad and <= RuntimeEventId.AppDomainUnload)
        or RuntimeEventId.EntryPoint;

    private bool AddMethodLocked(in SymbolEvent symbol, int eventId)
    {
        if (!MakeRoomLocked(symbol.Untrusted.Length))
        {
            _forgottenCount++;
            _methods.Forgotten.AddAnywhere(long.MaxValue);
            return true;
        }

        bool isUnload = eventId is RuntimeEventId.MethodUnload or RuntimeEventId.MethodUnloadVerbose;
        FactKind loadKind = symbol.Origin == SymbolOrigin.Live ? FactKind.Load : FactKind.Present;
        bool isWellFormed = eventId == RuntimeEventId.EntryPoint
            ? MethodPayload.TryReadEntryPoint(_methods.Pool, symbol, out MethodRecord record)
            : MethodPayload.TryRead(
                _methods.Pool, eventId, isUnload ? FactKind.Unload : loadKind, symbol, out record);
        if (isWellFormed)
        {
            _methods.Add(record);
        }

        return isWellFormed;
    }

    private bool MakeRoomLocked(int payloadBytes)
    {
        if (HasRoomLocked(payloadBytes))
        {
            return true;
        }

        _forgottenCount += _methods.EvictLowestRank();
        return HasRoomLocked(payloadBytes);
    }

    private bool HasRoomLocked(int payloadBytes) =>
        HeldBytesLocked + _methods.GrowthBytes(payloadBytes + EntryOverheadBytes) <= _maxBytes;

    private bool AddLoaderLocked(in SymbolEvent symbol, int eventId)
    {
        LoaderFact? fact = LoaderFact.Read(symbol, eventId);
        if (fact is null)
        {
            return false;
        }

        long shareBytes = _maxBytes / LoaderShare;
        if (_loaders.HeldBytes + fact.HeldBytes > shareBytes)
        {
            // The ends caused by those modules' unloads must be applied before the unloads are forgotten.
            _methods.Settled();
            _forgottenCount += _loaders.ForgetUnloaded();
        }

        if (_loaders.HeldBytes + fact.HeldBytes > shareBytes)
        {
            _forgottenCount++;
            _loaders.ForgetUnseen();
            return true;
        }

        _loaders.Add(fact);
        if (fact is { IsUnload: true, Holder.Kind: HolderKind.Module })
        {
            _methods.ModuleWasUnloaded();
        }

        return true;
    }

    private T Locked<T>(Func<SymbolTable, T> read)
    {
        lock (_lock)
        {
            return read(this);
        }
    }
}
