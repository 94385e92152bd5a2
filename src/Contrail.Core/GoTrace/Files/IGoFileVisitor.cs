using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;

namespace Contrail.Core.GoTrace.Files;

/// <summary>Is told what a <see cref="GoFileWalk"/> finds, in the order of the file.</summary>
internal interface IGoFileVisitor
{
    /// <summary>A frame of the generation that comes; borrowed.</summary>
    void OnFrame(ReadOnlySpan<byte> frame);

    /// <summary>The generation of the frames since the last one is whole.</summary>
    void OnGeneration(GoTraceGenerationState generation, long endOffset);

    /// <summary>The frames since the last generation are of none that is whole.</summary>
    void OnDropped();

    /// <summary>What comes does not continue what came.</summary>
    void OnBreak(in Loss loss, long offset);

    /// <summary>Nothing can be read from here on.</summary>
    void OnUnreadable(string fault, long offset);

    /// <summary>The file ends inside a generation.</summary>
    void OnTorn(long offset);

    /// <summary>Bytes that follow what cannot be read, from its first byte on; borrowed.</summary>
    void OnFollowing(ReadOnlySpan<byte> untrusted);
}
