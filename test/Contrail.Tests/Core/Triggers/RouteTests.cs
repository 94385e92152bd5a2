using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

/// <summary>Routes of requests, which not all servers report.</summary>
public sealed class RouteTests
{
    [Fact]
    public void Paths_that_differ_in_ids_are_one_route()
    {
        TriggerScript script = new("request by route count>=3 in 10s");
        Assert.False(script.See(SignalKind.Request, 1, 1, "/orders/1"));
        Assert.False(script.See(SignalKind.Request, 2, 1, "/orders/2"));
        Assert.False(script.See(SignalKind.Request, 3, 1, "/carts/3"));
        Assert.True(script.See(SignalKind.Request, 4, 1, "/orders/44"));
    }

    [Theory]
    [InlineData("/orders/{id}", "/orders/7", true)]
    [InlineData("/orders/{id}", "/orders/{id:int}", true)]
    [InlineData("/orders/{id}", "orders/{id}", true)]
    [InlineData("/orders/{id}", "/ORDERS/7", true)]
    [InlineData("/orders/{id}", "/orders/", false)]
    [InlineData("/orders/{id}", "/orders", false)]
    [InlineData("/orders/{id}", "/orders/7/lines", false)]
    [InlineData("/orders/{id}", "/carts/7", false)]
    [InlineData("/orders/{id}/lines/{line}", "/orders/7/lines/1", true)]
    [InlineData("/orders/{id}/lines/{line}", "/orders/7/notes/1", false)]
    [InlineData("/*s/{id}", "/orders/7", true)]
    [InlineData("/files/{*rest}", "/files/a/b/c", true)]
    [InlineData("/{page}", "/", false)]
    public void A_route_selects_paths_too(string pattern, string subject, bool isMatch) =>
        Assert.Equal(isMatch, new SubjectPattern(pattern).IsMatch(subject));
}
