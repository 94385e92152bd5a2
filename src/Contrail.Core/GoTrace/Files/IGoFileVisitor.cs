using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;

namespace Contrail.Core.GoTrace.Files;

/// <summary>Receives what a <see cref="GoFileWalk"/> finds, in the order of the file.</summary>
internal interface IGoFileVisitor
{
    /// <summary>Called for a frame of the next generation; the frame is borrowed.</summary>
    void OnFrame(ReadOnlySpan<byte> frame);

    /// <summary>The frames since the last generation form a complete generation.</summary>
    void OnGeneration(GoTraceGenerationState generation, long endOffset);

    /// <summary>The frames since the last generation do not belong to a complete one.</summary>
    void OnDropped();

    /// <summary>The following bytes do not continue the previous ones.</summary>
    void OnBreak(in Loss loss, long offset);

    /// <summary>Nothing can be read from here on.</summary>
    void OnUnreadable(TraceFault fault, long offset);

    /// <summary>The file ends inside a generation.</summary>
    void OnTorn(long offset);

    /// <summary>Bytes that follow what cannot be read, from its first byte on; borrowed.</summary>
    void OnFollowing(ReadOnlySpan<byte> untrusted);
}
