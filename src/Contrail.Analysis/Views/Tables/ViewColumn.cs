namespace Contrail.Analysis.Views.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name in exports: camel case, stable.</param>
/// <param name="Title">Its heading for people.</param>
/// <param name="Unit">What its values are.</param>
internal sealed record ViewColumn(string Name, string Title, ViewUnit Unit);
