namespace Contrail.Analysis.Filters;

/// <summary>Whether a record matches; null if that is unknown, because it does not have a value.</summary>
internal delegate bool? FilterTest<T>(in T record);
