namespace Contrail.Analysis.Model;

/// <summary>The summary of a trace; each format has one of its own.</summary>
internal interface ITraceSummary;
