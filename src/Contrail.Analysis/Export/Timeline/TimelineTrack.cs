namespace Contrail.Analysis.Export.Timeline;

/// <summary>A row of a timeline. Slices on one row do not overlap.</summary>
/// <param name="Name">Its name for people; rows of one parent with the same name belong together.</param>
/// <param name="ExecutionId">The thread or goroutine that it is about; null for the process.</param>
/// <param name="Lane">Which of the rows with this name, from 0: as many as slices overlap.</param>
internal readonly record struct TimelineTrack(string Name, long? ExecutionId, int Lane);
