namespace Contrail.Samples.Shop;

internal sealed record Receipt(decimal Total, int Pieces);
