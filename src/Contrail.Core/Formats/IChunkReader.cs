namespace Contrail.Core.Formats;

/// <summary>Reads a stream that comes in chunks, cut anywhere. It never throws on bytes.</summary>
internal interface IChunkReader
{
    /// <summary><c>NeedMore</c> while it reads, <c>End</c> behind the end; otherwise why it went no further.</summary>
    SplitStatus Status { get; }

    /// <summary>What was wrong first, once reading has failed.</summary>
    string Fault { get; }

    /// <summary>Where the next chunk is to be put.</summary>
    Span<byte> Room();

    /// <summary>Reads what was put into <see cref="Room"/>.</summary>
    SplitStatus Advance(int filledBytes);

    /// <summary>Says that no more comes.</summary>
    SplitStatus Complete();
}
