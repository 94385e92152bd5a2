namespace Contrail.Core.Formats.NetTrace;

/// <summary>How far one life of a thread had come at the end of a generation.</summary>
/// <param name="CaptureId">The id of that life in files: the thread's own, or a remapped one for a later life.</param>
/// <param name="SequenceNumber">Of its last event, or as a sequence point told.</param>
/// <param name="Gone">Whether a sequence point has shown that this life is over.</param>
internal readonly record struct ThreadMark(ulong CaptureId, uint SequenceNumber, bool Gone);
