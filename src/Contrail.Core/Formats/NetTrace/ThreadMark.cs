namespace Contrail.Core.Formats.NetTrace;

/// <summary>How far one life of a thread had come at the end of a generation.</summary>
/// <param name="Life">Which life of which thread.</param>
/// <param name="SequenceNumber">Of its last event, or as a sequence point told.</param>
/// <param name="Gone">Whether a sequence point has shown that this life is over.</param>
internal readonly record struct ThreadMark(LifeId Life, uint SequenceNumber, bool Gone);
