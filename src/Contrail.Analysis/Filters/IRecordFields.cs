using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>The fields of one kind of record. Immutable; safe from any thread.</summary>
internal interface IRecordFields
{
    /// <summary>The kinds that a view declares to receive such records.</summary>
    ModelNeeds Kinds { get; }

    /// <summary>The fields.</summary>
    IEnumerable<FilterField> Fields { get; }
}
