namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>A process of a file with several.</summary>
/// <param name="Id">Its id, as on the recorded machine.</param>
/// <param name="Name">Its name; empty if unknown.</param>
/// <param name="Events">How many events its threads wrote.</param>
internal sealed record TracedProcess(int Id, string Name, long Events);
