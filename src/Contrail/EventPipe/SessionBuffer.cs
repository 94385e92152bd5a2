namespace Contrail.EventPipe;

/// <summary>
/// How large a runtime's buffer for a session shall be. Enough that every thread gets its share, or events are lost
/// silently; little enough that a target whose reader stalls is not killed for memory.
/// </summary>
/// <param name="SizeMegabytes">The size in MiB; 0 when refused.</param>
/// <param name="Refusal">Why there can be no session; null when there can.</param>
internal readonly record struct SessionBuffer(int SizeMegabytes, string? Refusal)
{
    /// <summary>Measured to lose nothing at ordinary rates.</summary>
    public const int UsualMegabytes = 64;

    private const long BytesPerMegabyte = 1 << 20;

    /// <summary>A session may take this part of the memory that the target is allowed.</summary>
    private const int MemoryLimitShare = 8;

    /// <summary>Each active thread takes a fresh piece of this size ten times a second.</summary>
    private const long ThreadPieceBytes = 100 << 10;

    /// <summary>Less than two pieces a thread was measured to lose events; four leave room for one late read.</summary>
    private const int PiecesPerThread = 4;

    /// <summary>Returns the chosen size in MiB, or else that for a target.</summary>
    /// <exception cref="SourceUnavailableException">There can be no session.</exception>
    public static int Choose(int? chosenMegabytes, int threads, long? memoryLimitBytes)
    {
        SessionBuffer buffer = chosenMegabytes is { } chosen
            ? new SessionBuffer(chosen, null)
            : Megabytes(threads, memoryLimitBytes);
        return buffer.Refusal is { } refusal ? throw new SourceUnavailableException(refusal) : buffer.SizeMegabytes;
    }

    /// <param name="threads">The threads of the target; at least one.</param>
    /// <param name="memoryLimitBytes">The target's memory limit; null when it has none.</param>
    public static SessionBuffer Megabytes(int threads, long? memoryLimitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryLimitBytes ?? 1, 1, nameof(memoryLimitBytes));
        long neededBytes = PiecesPerThread * threads * ThreadPieceBytes;
        long neededMegabytes = (neededBytes + BytesPerMegabyte - 1) / BytesPerMegabyte;
        long allowedMegabytes = memoryLimitBytes is { } limitBytes
            ? limitBytes / MemoryLimitShare / BytesPerMegabyte
            : Ipc.IpcMessages.MaxBufferMegabytes;
        allowedMegabytes = Math.Min(allowedMegabytes, Ipc.IpcMessages.MaxBufferMegabytes);
        if (neededMegabytes > allowedMegabytes)
        {
            return new SessionBuffer(0, Refuse(threads, neededMegabytes, allowedMegabytes, memoryLimitBytes));
        }

        long requestedMegabytes = Math.Max(UsualMegabytes, neededMegabytes);
        return new SessionBuffer((int)Math.Min(requestedMegabytes, allowedMegabytes), null);
    }

    private static string Refuse(int threads, long neededMegabytes, long allowedMegabytes, long? memoryLimitBytes)
    {
        string limit = memoryLimitBytes is { } limitBytes
            ? $"an eighth of the memory limit of {limitBytes / BytesPerMegabyte} MiB"
            : "the maximum of the protocol";
        string remedy = memoryLimitBytes is null ? "record it with fewer threads" : "raise the limit";
        return $"{threads} threads need a session buffer of {neededMegabytes} MiB, and the maximum is "
            + $"{allowedMegabytes} MiB ({limit}); {remedy}.";
    }
}
