namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>What an experiment has written in addition to the events, unchanged.</summary>
/// <param name="Experiment">Which one; 1 is AllocFree.</param>
/// <param name="Thread">The thread that wrote it; -1 for none.</param>
/// <param name="Payload">The bytes; they remain valid after the call.</param>
internal readonly record struct ExperimentalBatch(int Experiment, long Thread, ReadOnlyMemory<byte> Payload);
