namespace Contrail.Core.Files;

/// <summary>A consumer of a stream, piece by piece. Not thread-safe.</summary>
internal interface ITraceIntake
{
    /// <summary>The buffer for the next bytes of the stream; empty once no more bytes are needed.</summary>
    Span<byte> Room();

    /// <summary>Processes the bytes that were put into <see cref="Room"/>; false if no more bytes are needed.</summary>
    bool Advance(int filledBytes);
}
