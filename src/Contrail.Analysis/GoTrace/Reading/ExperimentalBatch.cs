namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>What an experiment has written beside the events. It is given as it came.</summary>
/// <param name="Experiment">Which one; 1 is AllocFree.</param>
/// <param name="Thread">The thread that wrote it; -1 for none.</param>
/// <param name="Payload">The bytes, which stay with whoever takes them.</param>
internal readonly record struct ExperimentalBatch(int Experiment, long Thread, ReadOnlyMemory<byte> Payload);
