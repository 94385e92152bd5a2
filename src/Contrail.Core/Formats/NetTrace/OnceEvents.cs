namespace Contrail.Core.Formats.NetTrace;

/// <summary>The one-time events whose generations have been evicted, within a limit of memory.</summary>
internal sealed class OnceEvents
{
    /// <summary>An object, its array and its place in the dictionary.</summary>
    private const int OverheadBytes = 160;

    private readonly Dictionary<(int MetadataId, UInt128 Key), OnceEvent> _events = [];
    private readonly long _bytesMax;

    /// <param name="bytesMax">The limit.</param>
    /// <param name="forgotten">What had been given up before.</param>
    public OnceEvents(long bytesMax, Loss? forgotten = null)
    {
        _bytesMax = bytesMax;
        Forgotten = forgotten;
    }

    public long HeldBytes { get; private set; }

    /// <summary>What had to be given up for the limit; null if nothing.</summary>
    public Loss? Forgotten { get; private set; }

    public IReadOnlyCollection<OnceEvent> All => _events.Values;

    public void Add(OnceEvent once)
    {
        (int, UInt128) key = (KeyRowOf(once), KeyOf(once));
        if (once.Role == OnceRole.End)
        {
            Remove(key);
            return;
        }

        Remove(key);
        long bytes = BytesOf(once);
        bool tooLarge = once.Payload.Length > EventBlockBuilder.PayloadBytesLimit;
        if (tooLarge || HeldBytes + bytes > _bytesMax)
        {
            Forget(once);
            return;
        }

        _events.Add(key, once);
        HeldBytes += bytes;
    }

    private void Forget(OnceEvent once)
    {
        Loss before = Forgotten ?? new Loss(once.At, once.At, LossReason.CarriedForgotten, 0, null);
        Forgotten = before with
        {
            From = once.At < before.From ? once.At : before.From,
            To = once.At > before.To ? once.At : before.To,
            Count = before.Count + 1,
        };
    }

    private void Remove((int, UInt128) key)
    {
        if (_events.Remove(key, out OnceEvent? old))
        {
            HeldBytes -= BytesOf(old);
        }
    }

    private static long BytesOf(OnceEvent once) => once.Payload.Length + OverheadBytes;

    // Begin and end have different rows and must meet under one key.
    private static int KeyRowOf(OnceEvent once) => once.Role == OnceRole.Keep ? once.MetadataId : 0;

    private static UInt128 KeyOf(OnceEvent once)
    {
        ReadOnlySpan<byte> payload = once.Payload;
        if (once.Role != OnceRole.Keep)
        {
            payload = payload[..Math.Min(payload.Length, sizeof(long))];
        }

        return Fingerprint.Of(payload);
    }
}
