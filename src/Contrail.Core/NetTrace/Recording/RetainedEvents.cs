using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The one-time events whose generations have been evicted, within a memory limit. Events about threads are removed
/// with their thread, or, at the limit, the oldest first; the others stay.
/// </summary>
internal sealed class RetainedEvents
{
    /// <summary>An object, its array, and its places in the tables.</summary>
    private const int OverheadBytes = 240;

    private readonly Dictionary<(int MetadataId, UInt128 Key), RetainedEvent> _events = [];
    private readonly ThreadEvents _threads = new();
    private readonly long _maxBytes;
    private Loss? _forgotten;

    /// <param name="maxBytes">The limit.</param>
    public RetainedEvents(long maxBytes) => _maxBytes = maxBytes;

    /// <summary>Continues from what had been evicted before.</summary>
    public RetainedEvents(long maxBytes, ForgottenEvents before)
    {
        _maxBytes = maxBytes;
        _forgotten = before.Kept;
        _threads.ForgetAll(before.Threads);
    }

    public long HeldBytes { get; private set; }

    /// <summary>Additional memory used by the names of evicted events, in bytes.</summary>
    public long ForgottenBytes => _threads.ForgottenBytes;

    /// <summary>Events that were evicted for the limit and are still relevant; empty if none.</summary>
    public IReadOnlyList<Loss> Forgotten => FreezeForgotten().Losses();

    public IReadOnlyCollection<RetainedEvent> All => _events.Values;

    /// <summary>A copy of what was evicted and is still relevant.</summary>
    public ForgottenEvents FreezeForgotten() => new(_forgotten, _threads.Forgotten());

    public void Add(RetainedEvent retained)
    {
        (int, UInt128) key = KeyOf(retained);
        Remove(key);
        if (retained.Role == EventRole.End)
        {
            return;
        }

        if (retained.LivingThreadId is { } threadId && _threads.Replaced(threadId) is { } before)
        {
            // The id is reused only after its thread has ended.
            Remove(KeyOf(before));
        }

        long bytes = BytesOf(retained);
        bool tooLarge = retained.Payload.Length > EventBlockBuilder.PayloadBytesLimit;
        if (tooLarge || !MakeRoom(bytes))
        {
            Forget(retained);
            return;
        }

        _events.Add(key, retained);
        HeldBytes += bytes;
        _threads.Add(retained);
    }

    /// <summary>A thread has ended: its kept events are removed, unless its id has been reused since.</summary>
    /// <param name="threadId">The operating system's id.</param>
    /// <param name="lastAt">The last moment that is known of it.</param>
    public void EndThread(ulong threadId, TraceTicks lastAt)
    {
        if (_threads.Ended(threadId, lastAt) is { } ended)
        {
            Remove(KeyOf(ended));
        }
    }

    /// <summary>Counts an event that was dropped before it could be kept.</summary>
    public void ForgetUnseen(TraceTicks at)
    {
        Loss before = _forgotten ?? new Loss(at, at, LossReason.CarriedForgotten, 0, null);
        _forgotten = before with
        {
            From = at < before.From ? at : before.From,
            To = at > before.To ? at : before.To,
            Count = before.Count + 1,
        };
    }

    private bool MakeRoom(long bytes)
    {
        while (HeldBytes + bytes > _maxBytes && _threads.TakeOldest() is { } oldest)
        {
            Remove(KeyOf(oldest));
            Forget(oldest);
        }

        return HeldBytes + bytes <= _maxBytes;
    }

    private void Forget(RetainedEvent retained)
    {
        bool isNoted = retained.LivingThreadId is { } threadId && _threads.TryForget(threadId);
        if (!isNoted)
        {
            ForgetUnseen(retained.At);
        }
    }

    private void Remove((int, UInt128) key)
    {
        if (_events.Remove(key, out RetainedEvent? old))
        {
            HeldBytes -= BytesOf(old);
            _threads.Remove(old);
        }
    }

    private static long BytesOf(RetainedEvent retained) => retained.Payload.Length + OverheadBytes;

    // Begin and end have different rows and must meet under one key.
    private static (int MetadataId, UInt128 Key) KeyOf(RetainedEvent retained)
    {
        bool isKept = retained.Role == EventRole.Keep;
        ReadOnlySpan<byte> payload = retained.Payload;
        ReadOnlySpan<byte> named = isKept ? payload : payload[..Math.Min(payload.Length, sizeof(long))];
        return (isKept ? retained.MetadataId : 0, Fingerprint.Of(named));
    }
}
