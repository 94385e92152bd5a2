namespace Contrail.Core.Files;

/// <summary>Whoever takes a stream in, piece by piece. Not safe for concurrent use.</summary>
internal interface ITraceIntake
{
    /// <summary>Where the next bytes of the stream are to be put; never empty while more are wanted.</summary>
    Span<byte> Room();

    /// <summary>Takes in what was put into <see cref="Room"/>; false if no more is wanted.</summary>
    bool Advance(int filledBytes);
}
