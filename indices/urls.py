from django.urls import path

from indices import views

app_name = "indices"

urlpatterns = [
    path("", views.SeriesListView.as_view(), name="list"),
    path("<slug:code>/", views.SeriesView.as_view(), name="series"),
]
